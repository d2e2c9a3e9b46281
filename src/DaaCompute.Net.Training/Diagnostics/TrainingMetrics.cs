using System.Diagnostics.Metrics;

namespace DaaCompute.Net.Training.Diagnostics;

/// <summary>The instruments of this package.</summary>
internal sealed class TrainingMetrics
{
    private readonly Counter<long> _operations;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _received;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _duration;

    public TrainingMetrics(IMeterFactory? meters)
    {
        Meter meter = meters?.Create(DaaComputeTelemetry.Name) ?? new Meter(DaaComputeTelemetry.Name);
        _operations = meter.CreateCounter<long>(
            "daacompute.training.operations", "{operation}", "All-reduce operations finished.");
        _sent = meter.CreateCounter<long>("daacompute.training.sent", "By", "Bytes given to the ring's links.");
        _received = meter.CreateCounter<long>(
            "daacompute.training.received", "By", "Bytes taken from the ring's links.");
        _dropped = meter.CreateCounter<long>("daacompute.training.dropped", "{member}", "Members dropped, by reason.");
        _duration = meter.CreateHistogram<double>(
            "daacompute.training.duration", "s", "How long an all-reduce took, restarts included.");
    }

    public void Finished(TimeSpan duration, long sent, long received)
    {
        _operations.Add(1);
        _sent.Add(sent);
        _received.Add(received);
        _duration.Record(duration.TotalSeconds);
    }

    public void Dropped(AllReduceFailureReason reason)
    {
        if (_dropped.Enabled)
        {
            _dropped.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
        }
    }
}
