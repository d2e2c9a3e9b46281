using System.Diagnostics.Metrics;

namespace DaaCompute.Net.Transport.Diagnostics;

/// <summary>What discovery by multicast DNS measures.</summary>
internal sealed class MdnsMetrics
{
    private readonly Counter<long> _sent;
    private readonly Counter<long> _received;

    public MdnsMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create(DaaComputeTelemetry.Name);
        _sent = meter.CreateCounter<long>("daacompute.transport.mdns.sent", "{message}", "Multicast DNS messages sent.");
        _received = meter.CreateCounter<long>(
            "daacompute.transport.mdns.received", "{message}", "Multicast DNS datagrams received, by what became of them.");
    }

    public void Sent(bool isResponse) =>
        _sent.Add(1, new KeyValuePair<string, object?>("kind", isResponse ? "response" : "query"));

    /// <param name="kind"><c>query</c>, <c>response</c>, <c>malformed</c>, <c>off-link</c> or <c>rate</c>.</param>
    public void Received(string kind) => _received.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
