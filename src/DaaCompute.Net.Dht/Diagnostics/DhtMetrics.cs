using System.Diagnostics.Metrics;
using DaaCompute.Net.Dht.Wire;

namespace DaaCompute.Net.Dht.Diagnostics;

/// <summary>The instruments of this package.</summary>
internal sealed class DhtMetrics
{
    private readonly Counter<long> _requests;
    private readonly Counter<long> _served;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _hops;
    private readonly Histogram<int> _queries;

    public DhtMetrics(IMeterFactory? meters)
    {
        Meter meter = meters?.Create(DaaComputeTelemetry.Name) ?? new Meter(DaaComputeTelemetry.Name);
        _requests = meter.CreateCounter<long>("daacompute.dht.requests", "{request}", "Requests made, by type and outcome.");
        _served = meter.CreateCounter<long>("daacompute.dht.served", "{request}", "Requests answered, by type.");
        _refused = meter.CreateCounter<long>("daacompute.dht.refused", "{request}", "Requests refused, by reason.");
        _duration = meter.CreateHistogram<double>("daacompute.dht.lookup.duration", "s", "How long a lookup took.");
        _hops = meter.CreateHistogram<int>("daacompute.dht.lookup.hops", "{hop}", "Hops to the closest peers.");
        _queries = meter.CreateHistogram<int>("daacompute.dht.lookup.requests", "{request}", "Requests a lookup made.");
        meter.CreateObservableGauge("daacompute.dht.peers", () => Status?.Invoke().RoutingTablePeers ?? 0, "{peer}", "Peers in the routing table.");
        meter.CreateObservableGauge("daacompute.dht.mode", () => (int)(Status?.Invoke().Mode ?? 0), null, "1 as a client, 2 as a server.");
        meter.CreateObservableGauge("daacompute.dht.providers", () => Status?.Invoke().ProviderRecords ?? 0, "{record}", "Provider records kept.");
        meter.CreateObservableGauge("daacompute.dht.values", () => Status?.Invoke().Values ?? 0, "{record}", "Values kept.");
        meter.CreateObservableGauge("daacompute.dht.network.size", () => Status?.Invoke().EstimatedNetworkSize ?? 0, "{peer}", "Servers in the network, estimated.");
    }

    /// <summary>Where the gauges look; set when the router is made.</summary>
    public Func<ContentRouterStatus>? Status { get; set; }

    public void Requested(KademliaMessageType type, bool answered)
    {
        if (_requests.Enabled)
        {
            _requests.Add(1, Tag("type", type.ToString()), Tag("answered", answered));
        }
    }

    public void Served(KademliaMessageType type)
    {
        if (_served.Enabled)
        {
            _served.Add(1, Tag("type", type.ToString()));
        }
    }

    public void Refused(string reason)
    {
        if (_refused.Enabled)
        {
            _refused.Add(1, Tag("reason", reason));
        }
    }

    public void LookedUp(TimeSpan duration, int queries, int hops)
    {
        _duration.Record(duration.TotalSeconds);
        _queries.Record(queries);
        _hops.Record(hops);
    }

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
