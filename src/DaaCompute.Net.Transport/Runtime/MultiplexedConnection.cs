using System.Threading.Channels;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>A yamux session over a secured link. The state is pure and guarded by one short lock; bytes never move under it.</summary>
internal sealed partial class MultiplexedConnection : IMultiplexedConnection, IPlaintextSink
{
    private readonly Lock _gate = new();
    private readonly ITransportConnection _transport;
    private readonly ISecureSession _secureSession;
    private readonly YamuxSession _session;
    private readonly SessionFrames _sessionFrames;
    private readonly SecuredLinkReader _reader;
    private readonly IMemoryScope _memory;
    private readonly LinkSettings _settings;
    private readonly TimeProvider _timeProvider;
    private readonly Channel<MultiplexedStream> _accepted;
    private readonly SemaphoreSlim _backlog;
    private readonly HashSet<MultiplexedStream> _unannounced = [];
    private readonly CancellationTokenSource _closed = new();

    public MultiplexedConnection(
        SecuredTransport secured, IMemoryScope memory, LinkSettings settings, LinkBuffers buffers, TimeProvider timeProvider)
    {
        _transport = secured.Transport;
        _secureSession = secured.Session;
        _memory = memory;
        _settings = settings;
        _timeProvider = timeProvider;
        Buffers = buffers;
        IsOutbound = secured.IsOutbound;
        Closed = _closed.Token;
        RemoteKey = secured.Session.RemoteKey;
        Security = secured.Session.Protocol;
        IsPostQuantum = secured.Session.IsPostQuantum;
        _session = new YamuxSession(IsOutbound, new YamuxLimits(settings.MaxInboundStreams, settings.MaxStreamWindow));
        _accepted = Channel.CreateBounded<MultiplexedStream>(settings.MaxInboundStreams);
        _backlog = new SemaphoreSlim(settings.MaxUnacknowledgedStreams, settings.MaxUnacknowledgedStreams);
        Writer = new SecuredLinkWriter(_transport, _secureSession, buffers, timeProvider, OnWriterStopped)
        {
            BytesSent = secured.BytesSent,
        };
        _reader = new SecuredLinkReader(_transport, _secureSession, buffers, timeProvider, this)
        {
            BytesReceived = secured.BytesReceived,
        };
        _sessionFrames = new SessionFrames(Writer);
    }

    public PeerPublicKey RemoteKey { get; }

    public Multiaddress LocalAddress => _transport.LocalAddress;

    public Multiaddress RemoteAddress => _transport.RemoteAddress;

    public ProtocolId Security { get; }

    public bool IsPostQuantum { get; }

    public bool IsOutbound { get; }

    public long BytesSent => Writer.BytesSent;

    public long BytesReceived => _reader.BytesReceived;

    public int InboundStreams => _session.InboundStreams;

    public int OutboundStreams => _session.OutboundStreams;

    public CancellationToken Closed { get; }

    public SecuredLinkWriter Writer { get; }

    public LinkBuffers Buffers { get; }

    /// <summary>The time, as a timestamp.</summary>
    public long Now => _timeProvider.GetTimestamp();

    /// <summary>Begins to receive, with what came behind the handshake.</summary>
    public void Start(SecuredTransport secured)
    {
        StartKeepAlive();
        _reader.Start(secured.Plaintext.Span, secured.Records.Span);
    }

    public async ValueTask<IMultiplexedStream> OpenStreamAsync(CancellationToken cancellationToken)
    {
        ThrowIfGone();
        await _backlog.WaitAsync(cancellationToken).ConfigureAwait(false);
        MultiplexedStream? stream = null;
        try
        {
            stream = Open();
            return stream;
        }
        finally
        {
            if (stream is null)
            {
                _backlog.Release();
            }
        }
    }

    public async ValueTask<IMultiplexedStream?> AcceptStreamAsync(CancellationToken cancellationToken)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_accepted.Reader.TryRead(out MultiplexedStream? stream))
            {
                return stream;
            }
        }

        return null;
    }

    /// <summary>The flags for a stream's next frame.</summary>
    public YamuxFlags AnnounceFlags(YamuxStreamState state)
    {
        if (!state.IsUnannounced)
        {
            return YamuxFlags.None;
        }

        lock (_gate)
        {
            _unannounced.Remove((MultiplexedStream)state.Owner!);
            return _session.Announce(state);
        }
    }

    /// <summary>Takes up to so many bytes from a stream's send window.</summary>
    public int TakeSendCredit(YamuxStreamState state, int wanted)
    {
        lock (_gate)
        {
            return (int)state.TakeSendCredit((uint)wanted);
        }
    }

    /// <summary>Tells the peer of a stream that is about to wait for it.</summary>
    public void EnsureAnnounced(MultiplexedStream stream)
    {
        if (stream.State.IsUnannounced && stream.StreamOutput.Announce())
        {
            Writer.Run();
        }
    }

    /// <summary>Notes that the application consumed received bytes, and lets the peer send more.</summary>
    public void Consumed(MultiplexedStream stream, int bytes)
    {
        uint credit;
        YamuxReceiveWindow window = stream.State.ReceiveWindow;
        lock (_gate)
        {
            if (!window.Consume((uint)bytes) || stream.State.RemoteEnded || stream.State.IsReset)
            {
                return;
            }

            long now = Now;
            uint growth = window.WantedGrowth(now, _roundTripTicks);
            growth = growth > 0 && _memory.TryReserve(growth) ? growth : 0;
            credit = window.TakeCredit(now, growth);
        }

        if (stream.StreamOutput.Credit(credit))
        {
            Writer.Run();
        }
    }

    /// <summary>Notes that bytes came which nobody will read: a stream that this node is done with is reset.</summary>
    public void Discarded(MultiplexedStream stream, int bytes)
    {
        if (stream.CompletedAt == 0)
        {
            Consumed(stream, bytes);
        }
        else
        {
            stream.Abort();
        }
    }

    /// <summary>Notes that a stream's end is on its way; under the writer's lock.</summary>
    public void Ended(MultiplexedStream stream)
    {
        bool finished;
        lock (_gate)
        {
            finished = _session.EndLocal(stream.State);
        }

        if (finished)
        {
            stream.Finished();
        }
    }

    /// <summary>Resets a stream, telling the peer unless it is gone already.</summary>
    public void Reset(MultiplexedStream stream)
    {
        lock (_gate)
        {
            if (!_session.Reset(stream.State))
            {
                return;
            }

            _unannounced.Remove(stream);
        }

        stream.ReleaseBacklog();
        if (stream.StreamOutput.SendReset())
        {
            Writer.Run();
        }
    }

    /// <summary>Gives a place among the streams that wait for the peer's acceptance back.</summary>
    public void ReleaseBacklog() => _backlog.Release();

    /// <summary>Gives the memory of a stream's receive window back.</summary>
    public void ReleaseWindow(YamuxStreamState state) => _memory.Release(state.ReceiveWindow.Size);

    private MultiplexedStream Open()
    {
        lock (_gate)
        {
            ThrowIfGone();
            if (!_memory.TryReserve(YamuxReceiveWindow.Initial))
            {
                throw new ResourceLimitException(
                    "memory for a stream's receive window", YamuxReceiveWindow.Initial, MemorySetting);
            }

            MultiplexedStream stream = new(this, _session.Open());
            _unannounced.Add(stream);
            return stream;
        }
    }

    private void ThrowIfGone()
    {
        if (_isClosed || _session.LocalWentAway || _session.RemoteWentAway)
        {
            throw new ConnectionClosedException($"The connection to {RemoteKey.PeerId} is gone.", CloseReason);
        }
    }
}
