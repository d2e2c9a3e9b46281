using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DaaCompute.Net.Transport.Diagnostics;

/// <summary>What the transport layer measures. Peer ids are never tags.</summary>
internal sealed class TransportMetrics
{
    private readonly UpDownCounter<int> _connections;
    private readonly Counter<long> _handshakes;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _dials;
    private readonly UpDownCounter<int> _streams;
    private readonly Counter<long> _streamsRefused;
    private readonly Histogram<double> _handshakeTime;
    private long _closedSent;
    private long _closedReceived;

    public TransportMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create(DaaComputeTelemetry.Name);
        _connections = meter.CreateUpDownCounter<int>("daacompute.transport.connections", "{connection}", "Links open.");
        _handshakes = meter.CreateCounter<long>("daacompute.transport.handshakes", "{handshake}", "Handshakes by result.");
        _handshakeTime = meter.CreateHistogram<double>("daacompute.transport.handshake.duration", "s", "Time of a handshake.");
        _refusals = meter.CreateCounter<long>(
            "daacompute.transport.connections.refused", "{connection}", "Connections refused before their handshake.");
        _dials = meter.CreateCounter<long>("daacompute.transport.dials", "{dial}", "Dials of an address by result.");
        _streams = meter.CreateUpDownCounter<int>("daacompute.transport.streams", "{stream}", "Streams open.");
        _streamsRefused = meter.CreateCounter<long>(
            "daacompute.transport.streams.refused", "{stream}", "Inbound streams refused by a limit.");
        meter.CreateObservableCounter("daacompute.transport.bytes.sent", () => Sent, "By", "Bytes sent.");
        meter.CreateObservableCounter("daacompute.transport.bytes.received", () => Received, "By", "Bytes received.");
    }

    /// <summary>What starts a span for each dial.</summary>
    public static ActivitySource Activities { get; } = new(DaaComputeTelemetry.Name);

    /// <summary>The bytes of the links that are open now.</summary>
    public Func<(long Sent, long Received)>? LiveBytes { get; set; }

    private long Sent => Interlocked.Read(ref _closedSent) + (LiveBytes?.Invoke().Sent ?? 0);

    private long Received => Interlocked.Read(ref _closedReceived) + (LiveBytes?.Invoke().Received ?? 0);

    public void LinkOpened(bool isOutbound, bool isPostQuantum) =>
        _connections.Add(1, Direction(isOutbound), Strength(isPostQuantum));

    public void LinkClosed(bool isOutbound, bool isPostQuantum, long sent, long received)
    {
        _connections.Add(-1, Direction(isOutbound), Strength(isPostQuantum));
        Interlocked.Add(ref _closedSent, sent);
        Interlocked.Add(ref _closedReceived, received);
    }

    /// <param name="isOutbound">Whether this node dialled.</param>
    /// <param name="result"><c>ok</c>, or the <see cref="HandshakeError"/>.</param>
    /// <param name="duration">How long it took.</param>
    public void HandshakeEnded(bool isOutbound, string result, TimeSpan duration)
    {
        KeyValuePair<string, object?> outcome = new("result", result);
        _handshakes.Add(1, Direction(isOutbound), outcome);
        _handshakeTime.Record(duration.TotalSeconds, Direction(isOutbound), outcome);
    }

    public void ConnectionRefused(string setting) => _refusals.Add(1, new KeyValuePair<string, object?>("setting", setting));

    public void DialEnded(string result) => _dials.Add(1, new KeyValuePair<string, object?>("result", result));

    public void StreamOpened(bool isOutbound) => _streams.Add(1, Direction(isOutbound));

    public void StreamClosed(bool isOutbound) => _streams.Add(-1, Direction(isOutbound));

    public void StreamRefused() => _streamsRefused.Add(1);

    private static KeyValuePair<string, object?> Strength(bool isPostQuantum) => new("post_quantum", isPostQuantum);

    private static KeyValuePair<string, object?> Direction(bool isOutbound) =>
        new("direction", isOutbound ? "outbound" : "inbound");
}
