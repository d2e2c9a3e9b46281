using System.Threading.Channels;
using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>A link without bytes: what it reports is set by the test.</summary>
internal sealed class FakeMultiplexedConnection(byte remote, bool isOutbound) : IMultiplexedConnection
{
    private readonly CancellationTokenSource _closed = new();
    private readonly Channel<IMultiplexedStream> _streams = Channel.CreateUnbounded<IMultiplexedStream>();

    public PeerPublicKey RemoteKey { get; } = new PlainChannelFactory(remote).LocalKey;

    public Multiaddress LocalAddress { get; } = Multiaddress.Parse("/memory/1");

    public Multiaddress RemoteAddress { get; } = Multiaddress.Parse($"/memory/{remote}");

    public ProtocolId Security => PlainSession.PlainProtocol;

    public bool IsPostQuantum => false;

    public bool IsOutbound => isOutbound;

    public long BytesSent { get; set; }

    public long BytesReceived { get; set; }

    public int InboundStreams { get; set; }

    public int OutboundStreams { get; set; }

    public TimeSpan? RoundTripTime { get; set; }

    public CancellationToken Closed => _closed.Token;

    public Exception? CloseReason { get; private set; }

    /// <summary>What opening a stream fails with.</summary>
    public Exception OpenFailure { get; set; } = new ConnectionClosedException("No streams here.");

    /// <summary>How often somebody tried.</summary>
    public int OpenAttempts { get; private set; }

    public ValueTask<IMultiplexedStream> OpenStreamAsync(CancellationToken cancellationToken)
    {
        OpenAttempts++;
        throw OpenFailure;
    }

    public async ValueTask<IMultiplexedStream?> AcceptStreamAsync(CancellationToken cancellationToken) =>
        await _streams.Reader.WaitToReadAsync(cancellationToken) ? await _streams.Reader.ReadAsync(cancellationToken) : null;

    public ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        _closed.Cancel();
        _streams.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public void Probe(TimeSpan patience)
    {
        // It does not live by itself.
    }

    public void Abort(Exception reason)
    {
        CloseReason ??= reason;
        _closed.Cancel();
        _streams.Writer.TryComplete();
    }

    public ValueTask DisposeAsync() => CloseAsync(CancellationToken.None);
}
