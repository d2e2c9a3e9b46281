using System.Collections.Immutable;
using DaaCompute.Net.Dht.Diagnostics;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>The protocol's cores under one lock; nothing in here waits.</summary>
internal sealed partial class DhtState
{
    private readonly Lock _lock = new();
    private readonly DhtContext _context;
    private readonly RoutingTable _table;
    private readonly ProviderRecords _providers;
    private readonly ValueRecords _values;
    private readonly NetworkSizeEstimator _estimator;
    private readonly FailureMemory _failures = new();
    private readonly RequestBudget _budget;
    private readonly RequestResponder _responder;
    private readonly Func<PeerId, PeerInfo?> _lookUpConnected;
    private bool _warned;

    public DhtState(DhtContext context, IEnumerable<IRecordValidator> validators)
    {
        DhtOptions options = context.Options;
        _context = context;
        Validators = new RecordValidators(validators, options.MaxValueBytes);
        _table = new RoutingTable(context.Self, new RoutingTableLimits(
            options.BucketSize, options.MaxPeersPerAddressGroup, options.MaxBucketPeersPerAddressGroup));
        _providers = new ProviderRecords(new RecordLimits(
            options.RecordTimeToLive,
            options.MaxProvidersPerKey,
            options.MaxProviderRecordsPerPeer,
            options.MaxProviderRecords));
        _values = new ValueRecords(
            new RecordLimits(options.RecordTimeToLive, 1, options.MaxValuesPerPeer, options.MaxValues), Validators);
        _estimator = new NetworkSizeEstimator(options.BucketSize);
        _budget = new RequestBudget(options.RequestsPerSecond, options.RequestBurst);
        _responder = new RequestResponder(
            context.Self, _table, _providers, _values, Validators, options.BucketSize, options.AllowPrivateAddresses);
        _lookUpConnected = peer => context.Network.FindConnection(peer)?.RemotePeer;
        Provided = new RepublishSchedule(options.RepublishInterval, context.Entropy);
        Published = new RepublishSchedule(options.RepublishInterval, context.Entropy);
    }

    public RecordValidators Validators { get; }

    /// <summary>The keys this node announces that it provides. Used under the router's own lock.</summary>
    public RepublishSchedule Provided { get; }

    /// <summary>The keys of the values this node publishes. Used under the router's own lock.</summary>
    public RepublishSchedule Published { get; }

    public DhtMode Mode { get; set; }

    public ContentRouterStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new ContentRouterStatus(
                    Mode,
                    _table.Count,
                    _estimator.Estimate(_context.Now),
                    _providers.Count,
                    _values.Count,
                    Provided.Count);
            }
        }
    }

    public int TablePeers
    {
        get
        {
            lock (_lock)
            {
                return _table.Count;
            }
        }
    }

    public KademliaKey SelfKey => _table.SelfKey;

    /// <summary>Runs an action under the lock.</summary>
    public T Locked<T>(Func<DhtState, T> action)
    {
        lock (_lock)
        {
            return action(this);
        }
    }

    /// <summary>Whether a peer may make one more request.</summary>
    public bool TryTakeRequest(PeerId peer)
    {
        lock (_lock)
        {
            return _budget.TryTake(peer, _context.Now);
        }
    }

    public bool TryAnswer(IPeerConnection from, KademliaMessage request, out KademliaMessage? answer)
    {
        lock (_lock)
        {
            bool isLegal = _responder.TryAnswer(
                from.RemotePeer.Id, request, _context.NameFor(from), _lookUpConnected, _context.Now, out answer);
            NoteChange(request);
            return isLegal;
        }
    }

    /// <summary>The peers of the table closest to a key, or those of a table that was saved before.</summary>
    public IReadOnlyList<TableEntry> Seeds(KademliaKey target)
    {
        List<TableEntry> seeds = [];
        lock (_lock)
        {
            _table.FindClosest(target, _context.Options.BucketSize, seeds);
            if (seeds.Count == 0)
            {
                seeds.AddRange(_saved.OrderBy(entry => target.DistanceTo(entry.Key)).Take(_context.Options.BucketSize));
            }
        }

        return seeds;
    }

    /// <summary>Notes that a connected peer speaks the protocol, or has just answered.</summary>
    /// <returns>The peer to ask whether it is still there, when the bucket is full.</returns>
    public TableEntry? Seen(IPeerConnection connection)
    {
        PeerInfo peer = connection.RemotePeer;
        ImmutableArray<Multiaddress> addresses =
            AddressReach.Select(peer.Addresses, _context.Options.AllowPrivateAddresses);
        if (addresses.IsEmpty)
        {
            WarnOfPrivateAddresses(peer);
            return null;
        }

        lock (_lock)
        {
            DateTimeOffset now = _context.Now;
            _failures.Forget(peer.Id);
            switch (_table.Add(peer.Id, addresses, AddressGroup.Of(connection.RemoteAddress), now))
            {
                case TableAddition.Added:
                    _tableChanged = true;
                    DhtLog.PeerAdded(_context.Log, peer.Id, _table.Count);
                    return null;
                case TableAddition.Waiting:
                    return _table.StaleNeighbour(KademliaKey.Of(peer.Id), now - _context.Options.LivenessInterval);
                case TableAddition.Refused:
                    DhtLog.PeerRefused(_context.Log, peer.Id);
                    return null;
                default:
                    return null;
            }
        }
    }

    /// <summary>Notes that a peer did not answer.</summary>
    public void Failed(PeerId peer)
    {
        lock (_lock)
        {
            _failures.Add(peer, _context.Now);
            if (_table.Fail(peer))
            {
                _tableChanged = true;
                DhtLog.PeerRemoved(_context.Log, peer, "it does not answer");
            }
        }
    }

    /// <summary>Whether a peer did not answer a short while ago.</summary>
    public bool FailedRecently(PeerId peer)
    {
        lock (_lock)
        {
            return _failures.Contains(peer, _context.Now);
        }
    }

    /// <summary>Notes that a peer no longer answers others.</summary>
    public void Left(PeerId peer)
    {
        lock (_lock)
        {
            if (_table.Remove(peer))
            {
                _tableChanged = true;
                DhtLog.PeerRemoved(_context.Log, peer, "it is no server");
            }
        }
    }

    /// <summary>Takes in what a finished lookup tells of the network's size.</summary>
    public void Track(IReadOnlyList<XorDistance> distances)
    {
        lock (_lock)
        {
            _estimator.Track(distances, _context.Now);
        }
    }

    /// <summary>A network within one site that forgets the setting would otherwise find nothing and say nothing.</summary>
    private void WarnOfPrivateAddresses(PeerInfo peer)
    {
        if (!peer.Addresses.IsEmpty && !_context.Options.AllowPrivateAddresses && !Interlocked.Exchange(ref _warned, true))
        {
            DhtLog.OnlyPrivateAddresses(_context.Log, peer.Id);
        }
    }

    public PeerInfo? FindInTable(PeerId peer)
    {
        lock (_lock)
        {
            return _table.Find(peer) is TableEntry entry ? new PeerInfo(peer, entry.Addresses) : null;
        }
    }
}
