using System.Diagnostics.Metrics;
using DaaCompute.Net.Gossip.Protocol;

namespace DaaCompute.Net.Gossip.Diagnostics;

/// <summary>The instruments of this package.</summary>
internal sealed class GossipMetrics
{
    private readonly Counter<long> _published;
    private readonly Counter<long> _received;
    private readonly Counter<long> _validated;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _sent;
    private readonly UpDownCounter<long> _peers;

    public GossipMetrics(IMeterFactory? meters)
    {
        Meter meter = meters?.Create(DaaComputeTelemetry.Name) ?? new Meter(DaaComputeTelemetry.Name);
        _published = meter.CreateCounter<long>("daacompute.gossip.published", "{message}", "Messages published here.");
        _received = meter.CreateCounter<long>(
            "daacompute.gossip.received", "{message}", "Messages received, duplicates included.");
        _validated = meter.CreateCounter<long>(
            "daacompute.gossip.validated", "{message}", "Messages validated, by outcome.");
        _delivered = meter.CreateCounter<long>(
            "daacompute.gossip.delivered", "{message}", "Messages handed to subscriptions.");
        _lost = meter.CreateCounter<long>(
            "daacompute.gossip.subscription.dropped", "{message}", "Messages dropped because a subscriber was too slow.");
        _dropped = meter.CreateCounter<long>(
            "daacompute.gossip.peer.dropped", "{frame}", "Frames dropped because a peer was too slow, by kind.");
        _sent = meter.CreateCounter<long>("daacompute.gossip.sent", "By", "Bytes written to peers.");
        _peers = meter.CreateUpDownCounter<long>("daacompute.gossip.peers", "{peer}", "Peers that take part.");
    }

    public void Published() => _published.Add(1);

    public void Received(int messages)
    {
        if (messages > 0)
        {
            _received.Add(messages);
        }
    }

    public void Validated(ValidationOutcome outcome)
    {
        if (_validated.Enabled)
        {
            _validated.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
        }
    }

    public void Delivered() => _delivered.Add(1);

    public void Lost() => _lost.Add(1);

    public void Dropped(string kind)
    {
        if (_dropped.Enabled)
        {
            _dropped.Add(1, new KeyValuePair<string, object?>("kind", kind));
        }
    }

    public void Sent(int bytes) => _sent.Add(bytes);

    public void PeerAdded() => _peers.Add(1);

    public void PeerRemoved() => _peers.Add(-1);
}
