using System.Diagnostics.Metrics;

namespace DaaCompute.Net.Diagnostics;

/// <summary>What each source of peers brings.</summary>
internal sealed class DiscoveryMetrics
{
    private readonly Counter<long> _found;
    private readonly Counter<long> _failures;

    public DiscoveryMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create(DaaComputeTelemetry.Name);
        _found = meter.CreateCounter<long>(
            "daacompute.discovery.peers", "{peer}", "Peers that a source found, by whether they were known already.");
        _failures = meter.CreateCounter<long>("daacompute.discovery.failures", "{failure}", "Failures of a source.");
    }

    public void Found(string source, bool isNew) => _found.Add(
        1, new KeyValuePair<string, object?>("source", source), new KeyValuePair<string, object?>("new", isNew));

    public void Failed(string source) => _failures.Add(1, new KeyValuePair<string, object?>("source", source));
}
