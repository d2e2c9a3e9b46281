using System.Diagnostics.Metrics;

namespace DaaCompute.Net.Consensus.Diagnostics;

/// <summary>The instruments of this package.</summary>
internal sealed class ConsensusMetrics
{
    private readonly Counter<long> _vertices;
    private readonly Counter<long> _own;
    private readonly Counter<long> _final;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _equivocations;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _sent;
    private readonly Histogram<double> _finality;
    private long _sentTotal;

    public ConsensusMetrics(IMeterFactory? meters)
    {
        Meter meter = meters?.Create(DaaComputeTelemetry.Name) ?? new Meter(DaaComputeTelemetry.Name);
        _vertices = meter.CreateCounter<long>("daacompute.consensus.vertices", "{vertex}", "Vertices that joined the DAG.");
        _own = meter.CreateCounter<long>("daacompute.consensus.own_vertices", "{vertex}", "Vertices made here.");
        _final = meter.CreateCounter<long>("daacompute.consensus.final", "{proposal}", "Proposals that became final.");
        _rejected = meter.CreateCounter<long>(
            "daacompute.consensus.rejected", "{proposal}", "Proposals that came to their turn and were refused.");
        _refused = meter.CreateCounter<long>(
            "daacompute.consensus.refused", "{message}", "Messages dropped because they were malformed or wrongly signed.");
        _equivocations = meter.CreateCounter<long>(
            "daacompute.consensus.equivocations", "{proof}", "Validators proved to have equivocated.");
        _dropped = meter.CreateCounter<long>(
            "daacompute.consensus.peer.dropped", "{frame}", "Frames dropped because a peer was too slow.");
        _sent = meter.CreateCounter<long>("daacompute.consensus.sent", "By", "Bytes written to peers.");
        _finality = meter.CreateHistogram<double>(
            "daacompute.consensus.finality", "s", "From a proposal of this node's to its finality here.");
    }

    /// <summary>Bytes written to peers so far.</summary>
    public long SentBytes => Interlocked.Read(ref _sentTotal);

    public void Accepted() => _vertices.Add(1);

    public void Made() => _own.Add(1);

    public void Final() => _final.Add(1);

    public void Rejected() => _rejected.Add(1);

    public void Refused() => _refused.Add(1);

    public void Equivocated() => _equivocations.Add(1);

    public void Dropped() => _dropped.Add(1);

    public void Sent(int bytes)
    {
        Interlocked.Add(ref _sentTotal, bytes);
        _sent.Add(bytes);
    }

    public void Finalised(TimeSpan time) => _finality.Record(time.TotalSeconds);
}
