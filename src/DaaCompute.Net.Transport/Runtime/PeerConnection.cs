using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>
/// The connection to a peer, as the rest of the node sees it: it outlives the links it runs over, so that neither a
/// simultaneous dial nor a renewal of keys shows.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "Its token is handed out for as long as anyone holds the connection; without a timer it holds nothing.")]
internal sealed partial class PeerConnection : IPeerConnection
{
    private readonly NetworkContext _context;
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _connectedAt;
    private readonly Dictionary<ProtocolId, StreamCounter> _inboundByProtocol = [];
    private readonly Lock _lock = new();
    private ImmutableArray<PeerLink> _links = [];
    private PeerLink _primary;
    private PeerInfo _remotePeer;
    private ulong _recordSequence;
    private long _pastBytesSent;
    private long _pastBytesReceived;
    private long _pingTicks = -1;

    public PeerConnection(NetworkContext context, PeerLink first, MemoryScope memory)
    {
        _context = context;
        _primary = first;
        _connectedAt = context.Time.GetTimestamp();
        Memory = memory;
        RemoteKey = first.Multiplexed.RemoteKey;
        _remotePeer = new PeerInfo(RemoteKey.PeerId, [first.Multiplexed.RemoteAddress]);
        ResourceLimitOptions limits = context.Options.Limits;
        Inbound = new StreamCounter("inbound streams of a peer", limits.PeerInboundStreams, "PeerInboundStreams");
        Outbound = new StreamCounter("outbound streams to a peer", limits.PeerOutboundStreams, "PeerOutboundStreams");
        Closed = _closed.Token;
    }

    public PeerInfo RemotePeer => Volatile.Read(ref _remotePeer);

    public PeerPublicKey RemoteKey { get; }

    public PeerId PeerId => RemoteKey.PeerId;

    public Multiaddress RemoteAddress => Primary.Multiplexed.RemoteAddress;

    public Multiaddress LocalAddress => Primary.Multiplexed.LocalAddress;

    public bool IsOutbound => Primary.IsOutbound;

    public ProtocolId Security => Primary.Multiplexed.Security;

    public bool IsPostQuantum => Primary.Multiplexed.IsPostQuantum;

    public long BytesSent => Interlocked.Read(ref _pastBytesSent) + LiveBytesSent;

    public long BytesReceived => Interlocked.Read(ref _pastBytesReceived) + LiveBytesReceived;

    /// <summary>Sent over the links that are open now.</summary>
    public long LiveBytesSent => Links.Sum(link => link.Multiplexed.BytesSent);

    /// <summary>Received over the links that are open now.</summary>
    public long LiveBytesReceived => Links.Sum(link => link.Multiplexed.BytesReceived);

    public TimeSpan? RoundTripTime =>
        Interlocked.Read(ref _pingTicks) is long ticks and >= 0
            ? TimeSpan.FromTicks(ticks)
            : Primary.Multiplexed.RoundTripTime;

    public CancellationToken Closed { get; }

    /// <summary>How long the peer has been connected, over whichever links.</summary>
    public TimeSpan Age => _context.Time.GetElapsedTime(_connectedAt);

    /// <summary>What all its links' buffers count against.</summary>
    public MemoryScope Memory { get; }

    public StreamCounter Inbound { get; }

    public StreamCounter Outbound { get; }

    /// <summary>The link that new streams are opened on.</summary>
    public PeerLink Primary => Volatile.Read(ref _primary);

    /// <summary>Every link, the primary one among them.</summary>
    public ImmutableArray<PeerLink> Links
    {
        get
        {
            lock (_lock)
            {
                return _links;
            }
        }
    }

    /// <summary>Done once the last link is gone and taken out.</summary>
    public Task WhenGone => _idle.Task;

    /// <summary>Adds a link. The result is the one that this end must now drain, if any. Called under the registry's lock.</summary>
    public PeerLink? Add(PeerLink added, bool isLocalLower)
    {
        lock (_lock)
        {
            PeerLink? previous = _links.IsEmpty || !_primary.IsAlive || _primary.IsDraining ? null : _primary;
            _links = _links.Add(added);
            if (previous is null)
            {
                Volatile.Write(ref _primary, added);
                return null;
            }

            bool prefersAdded = LinkPreference.PrefersNew(
                added.IsOutbound, previous.IsOutbound, previous.Age, _context.Options.HandshakeTimeout, isLocalLower);
            Volatile.Write(ref _primary, prefersAdded ? added : previous);
            PeerLink spare = prefersAdded ? previous : added;
            bool drains = LinkPreference.IsJudge(added.IsOutbound, previous.IsOutbound, isLocalLower);
            spare.IsDraining = drains;
            return drains ? spare : null;
        }
    }

    /// <summary>Takes a link out. True when it was the last one. Called under the registry's lock.</summary>
    public bool Remove(PeerLink link)
    {
        lock (_lock)
        {
            _links = _links.Remove(link);
            Interlocked.Add(ref _pastBytesSent, link.Multiplexed.BytesSent);
            Interlocked.Add(ref _pastBytesReceived, link.Multiplexed.BytesReceived);
            if (_links.IsEmpty)
            {
                return true;
            }

            if (_primary == link)
            {
                // A link that was to go stays when the one preferred to it turns out to be dead.
                PeerLink next = _links.LastOrDefault(other => other.IsAlive && !other.IsDraining)
                    ?? _links.LastOrDefault(other => other.IsAlive)
                    ?? _links[^1];
                next.IsDraining = false;
                Volatile.Write(ref _primary, next);
            }

            return false;
        }
    }

    /// <summary>Tells who waits that the last link is gone.</summary>
    public void MarkClosed()
    {
        _ = _closed.CancelAsync();
        _idle.TrySetResult();
    }

    public void Describe(PeerInfo peer) => Volatile.Write(ref _remotePeer, peer);

    /// <summary>Whether a signed record is as new as the last; an older one never replaces a newer.</summary>
    public bool TryAdvanceRecord(ulong sequence)
    {
        lock (_lock)
        {
            bool isNew = sequence >= _recordSequence;
            _recordSequence = isNew ? sequence : _recordSequence;
            return isNew;
        }
    }

    public void Measured(TimeSpan roundTrip) => Interlocked.Exchange(ref _pingTicks, roundTrip.Ticks);
}
