using System.Diagnostics.Metrics;
using DaaCompute.Net.Topology.State;

namespace DaaCompute.Net.Topology.Diagnostics;

/// <summary>The instruments of this package.</summary>
internal sealed class TopologyMetrics
{
    private readonly Counter<long> _changes;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _endorsements;

    public TopologyMetrics(IMeterFactory? meters)
    {
        Meter meter = meters?.Create(DaaComputeTelemetry.Name) ?? new Meter(DaaComputeTelemetry.Name);
        _changes = meter.CreateCounter<long>("daacompute.topology.changes", "{change}", "Final changes, by kind and verdict.");
        _refused = meter.CreateCounter<long>("daacompute.topology.proposals.refused", "{proposal}", "Proposals refused, by reason.");
        _endorsements = meter.CreateCounter<long>(
            "daacompute.topology.endorsements", "{statement}", "Statements that peers asked this node to sign, by answer.");
        meter.CreateObservableGauge("daacompute.topology.members", () => State?.Invoke().Members.Count ?? 0, "{node}", "Members.");
        meter.CreateObservableGauge("daacompute.topology.links", () => State?.Invoke().Links ?? 0, "{link}", "Links that are up.");
        meter.CreateObservableGauge("daacompute.topology.height", () => State?.Invoke().Height ?? -1, null, "The height of the agreed state.");
    }

    /// <summary>Where the gauges look; set when the node is made.</summary>
    public Func<NetworkState>? State { get; set; }

    public void Applied(TopologyChange change, ChangeVerdict verdict)
    {
        if (_changes.Enabled)
        {
            _changes.Add(1, Tag("kind", change.GetType().Name), Tag("verdict", verdict.ToString()));
        }
    }

    public void Refused(string reason)
    {
        if (_refused.Enabled)
        {
            _refused.Add(1, Tag("reason", reason));
        }
    }

    public void Asked(string answer)
    {
        if (_endorsements.Enabled)
        {
            _endorsements.Add(1, Tag("answer", answer));
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
