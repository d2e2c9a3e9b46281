using System.Collections.Concurrent;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Fakes;

internal sealed class FakeConnection : IPeerConnection, IDisposable
{
    private readonly FakeHub _hub;
    private readonly FakeNetwork _local;
    private readonly FakeNetwork _remote;
    private readonly CancellationTokenSource _closed = new();
    private readonly ConcurrentBag<FakeStream> _streams = [];
    private FakeConnection _other = null!;

    private FakeConnection(FakeHub hub, FakeNetwork local, FakeNetwork remote, bool isOutbound)
    {
        _hub = hub;
        _local = local;
        _remote = remote;
        IsOutbound = isOutbound;
    }

    public PeerInfo RemotePeer => _remote.LocalPeer;

    public PeerPublicKey RemoteKey => _remote.Key;

    public Multiaddress RemoteAddress => _remote.LocalPeer.Addresses[0];

    public bool IsOutbound { get; }

    public ProtocolId Security { get; } = new("/fake/1.0.0");

    public bool IsPostQuantum => false;

    public long BytesSent => 0;

    public long BytesReceived => 0;

    public TimeSpan? RoundTripTime => null;

    public CancellationToken Closed => _closed.Token;

    public static (FakeConnection Near, FakeConnection Far) CreatePair(FakeHub hub, FakeNetwork from, FakeNetwork to)
    {
        var near = new FakeConnection(hub, from, to, isOutbound: true);
        var far = new FakeConnection(hub, to, from, isOutbound: false);
        (near._other, far._other) = (far, near);
        return (near, far);
    }

    public ValueTask<IPeerStream> OpenStreamAsync(ProtocolId protocol, CancellationToken cancellationToken = default)
    {
        if (_closed.IsCancellationRequested)
        {
            throw new ConnectionClosedException("The fake connection is gone.");
        }

        if (_remote.FindHandler(protocol) is not { } handler)
        {
            throw new ProtocolNotSupportedException(RemotePeer.Id, protocol);
        }

        (FakeStream near, FakeStream far) = FakeStream.CreatePair(
            protocol, this, _other, length => TransferAsync(protocol, length), length => _other.TransferAsync(protocol, length));
        _streams.Add(near);
        _other._streams.Add(far);
        _ = _other.ServeAsync(handler, far);
        return new ValueTask<IPeerStream>(near);
    }

    public void Dispose() => _closed.Dispose();

    public void Cut()
    {
        foreach (FakeConnection side in (FakeConnection[])[this, _other])
        {
            side._local.Remove(side);
            foreach (FakeStream stream in side._streams)
            {
                stream.Abort();
            }

            side._closed.Cancel();
        }
    }

    /// <summary>Breaks what runs over the connection, as when one of the transport's links dies and another serves on.</summary>
    public void BreakStreams()
    {
        foreach (FakeStream stream in _streams)
        {
            stream.Abort();
        }
    }

    private async ValueTask TransferAsync(ProtocolId protocol, int length)
    {
        if (_hub.OnTransfer is { } transfer)
        {
            await transfer(_local.LocalPeer.Id, RemotePeer.Id, protocol, length);
        }

        // The dead are silent: what a killed node still writes while its connections end one by one goes nowhere.
        if (_local.IsDead)
        {
            throw new ConnectionClosedException("The fake node is dead.");
        }
    }

    private async Task ServeAsync(IProtocolHandler handler, FakeStream stream)
    {
        await Task.Yield();
        try
        {
            await handler.HandleAsync(stream, _closed.Token);
            await stream.DisposeAsync();
        }
        catch (Exception exception) when (exception is DaaComputeException or OperationCanceledException)
        {
            stream.Abort(exception);
        }
    }
}
