namespace TrainTogether;

/// <summary>The loss before anything was learned, and the mean loss of the last steps.</summary>
internal sealed class LossMeter
{
    /// <summary>How many steps the last loss is averaged over: single batches are noisy.</summary>
    private const int Window = 20;

    private readonly Queue<double> _last = new();

    public double First { get; private set; } = double.NaN;

    public double Last => _last.Count == 0 ? double.NaN : _last.Average();

    public void Add(double loss)
    {
        First = double.IsNaN(First) ? loss : First;
        _last.Enqueue(loss);
        if (_last.Count > Window)
        {
            _last.Dequeue();
        }
    }
}
