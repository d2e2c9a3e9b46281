namespace DaaCompute.Net.Scenarios;

/// <summary>Values of many rounds.</summary>
internal sealed class Series
{
    private readonly List<double> _values = [];

    public double Median => Percentile(0.5);

    public void Add(double value) => _values.Add(value);

    public double Percentile(double share)
    {
        double[] sorted = [.. _values.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }
}
