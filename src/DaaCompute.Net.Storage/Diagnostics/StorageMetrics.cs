using System.Diagnostics.Metrics;

namespace DaaCompute.Net.Storage.Diagnostics;

/// <summary>What the state store measures.</summary>
internal sealed class StorageMetrics
{
    private readonly Counter<long> _batches;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _commitTime;

    public StorageMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create(DaaComputeTelemetry.Name);
        _batches = meter.CreateCounter<long>("daacompute.storage.batches", "{batch}", "Batches made durable.");
        _failures = meter.CreateCounter<long>("daacompute.storage.failures", "{commit}", "Commits that failed, by reason.");
        _commitTime = meter.CreateHistogram<double>(
            "daacompute.storage.commit.duration", "s", "Time of a commit of one or more batches, its sync included.");
    }

    public void Committed(int batches, TimeSpan duration)
    {
        _batches.Add(batches);
        _commitTime.Record(duration.TotalSeconds);
    }

    public void Failed(StateStoreError error)
    {
        if (_failures.Enabled)
        {
            _failures.Add(1, new KeyValuePair<string, object?>("reason", error.ToString()));
        }
    }
}
