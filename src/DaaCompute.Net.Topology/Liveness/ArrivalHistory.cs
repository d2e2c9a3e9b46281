namespace DaaCompute.Net.Topology.Liveness;

/// <summary>When a peer was heard from, and how surprising its silence is: the φ accrual failure detector.</summary>
/// <remarks>
/// Source: Hayashibara, Défago, Yared and Katayama, "The φ accrual failure detector" (SRDS 2004): φ is the negative decimal
/// logarithm of the chance that the next sign of life comes later than now, were intervals normally distributed as those
/// seen. The tail is the logistic approximation of Bowling et al. (2009), off by less than 0.0002.
/// </remarks>
internal sealed class ArrivalHistory(TimeSpan expected, TimeSpan begin)
{
    private const int Window = 100;

    /// <summary>Intervals scatter by a quarter of the expected one at least: probes are not answered like clockwork.</summary>
    private const double LeastDeviation = 0.25;

    private readonly Queue<double> _intervals = new([expected.TotalSeconds]);
    private double _sum = expected.TotalSeconds;
    private double _squares = expected.TotalSeconds * expected.TotalSeconds;

    public TimeSpan Last { get; private set; } = begin;

    public void Hear(TimeSpan now)
    {
        double interval = (now - Last).TotalSeconds;
        Last = now;
        _intervals.Enqueue(interval);
        _sum += interval;
        _squares += interval * interval;
        if (_intervals.Count > Window)
        {
            double oldest = _intervals.Dequeue();
            _sum -= oldest;
            _squares -= oldest * oldest;
        }
    }

    public double Phi(TimeSpan now)
    {
        double mean = _sum / _intervals.Count;
        double variance = Math.Max(0, (_squares / _intervals.Count) - (mean * mean));
        double deviation = Math.Max(Math.Sqrt(variance), LeastDeviation * expected.TotalSeconds);
        double away = ((now - Last).TotalSeconds - mean) / deviation;
        double exponent = away * (1.5976 + (0.070566 * away * away));

        // The tail is e^-x / (1 + e^-x); far out, its logarithm is the exponent itself.
        return exponent > 30 ? exponent / Math.Log(10) : Math.Log10(1 + Math.Exp(exponent));
    }
}
