using System.Collections.Immutable;
using System.Threading.Channels;
using DaaCompute.Net.Consensus;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Storage;
using DaaCompute.Net.TestKit.Consensus;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.TestKit;

/// <summary>
/// The smallest consensus that keeps the contract: one node gives the order, the others follow it. It trusts that node, and
/// nothing becomes final while it is away.
/// </summary>
/// <remarks>
/// A second implementation of <see cref="IConsensus"/> for tests and for a first try; not for networks of strangers. With an
/// <see cref="IStateStore"/> the leader's order survives its restart; a follower reads it again from the leader.
/// </remarks>
public sealed class SingleLeaderConsensus : IConsensus, ILayerService, IDisposable
{
    private const int MaxPending = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IPeerNetwork _network;
    private readonly IContentHash _hash;
    private readonly TimeProvider _time;
    private readonly SingleLeaderOptions _options;
    private readonly OrderedLog _log;
    private readonly Channel<(ReadOnlyMemory<byte> Payload, PeerId Proposer)> _submitted =
        Channel.CreateBounded<(ReadOnlyMemory<byte>, PeerId)>(MaxPending);

    private readonly Lock _lock = new();
    private readonly Dictionary<ProposalId, ReadOnlyMemory<byte>> _pending = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];
    private readonly List<IDisposable> _handlers = [];

    /// <summary>Makes one.</summary>
    /// <param name="network">The node's connections.</param>
    /// <param name="hash">Names proposals.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">Who leads.</param>
    /// <param name="validators">The host's rules.</param>
    /// <param name="state">What proposals change.</param>
    /// <param name="keys">Which proposals exclude each other.</param>
    /// <param name="store">Where the leader keeps its order.</param>
    public SingleLeaderConsensus(
        IPeerNetwork network,
        IContentHash hash,
        TimeProvider time,
        IOptions<SingleLeaderOptions> options,
        IEnumerable<IProposalValidator> validators,
        IReplicatedState? state = null,
        IConflictKeys? keys = null,
        IStateStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _network = network;
        _hash = hash;
        _time = time;
        _options = options.Value;
        _log = new OrderedLog(validators, state, keys, IsLeader ? store : null);
    }

    /// <inheritdoc/>
    public NetworkLayer Layer => NetworkLayer.Consensus;

    /// <inheritdoc/>
    public ConsensusStatus Status
    {
        get
        {
            PeerId self = _network.LocalPeer.Id;
            int pending;
            lock (_lock)
            {
                pending = _pending.Count;
            }

            ValidatorSet leader = new(0, [new Validator(_log.Leader ?? self, 1)]);
            return new ConsensusStatus(
                IsLeader ? ConsensusRole.Validator : ConsensusRole.Leaf,
                IsLeader ? VotingObstacle.None : VotingObstacle.NotAValidator,
                leader,
                _log.Count,
                _log.Count,
                _log.Count,
                0,
                pending,
                IsLeader || _network.FindConnection(_log.Leader ?? self) is null ? 0 : 1);
        }
    }

    /// <summary>None: whoever follows a leader takes its word.</summary>
    public ConsensusProof? LatestProof => null;

    /// <inheritdoc/>
    public ImmutableArray<EquivocationProof> Equivocations => [];

    private bool IsLeader => _options.Leader is null;

    /// <inheritdoc/>
    public async ValueTask<ProposalId> ProposeAsync(
        ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        if (payload.Length is 0 or > LeaderWire.MaxPayload)
        {
            throw new ArgumentException($"A payload has 1 to {LeaderWire.MaxPayload} bytes, not {payload.Length}.", nameof(payload));
        }

        PeerId self = _network.LocalPeer.Id;
        if (!await _log.IsValidAsync(payload, self, cancellationToken).ConfigureAwait(false))
        {
            throw new ProposalRejectedException("A validator of this node refuses the payload.");
        }

        byte[] copy = payload.ToArray();
        ProposalId id = LeaderWire.IdOf(_hash, copy, self);
        lock (_lock)
        {
            if (_pending.Count >= MaxPending && !_pending.ContainsKey(id))
            {
                throw new ResourceLimitException("proposals of this node that are not final", MaxPending, "none: it is fixed");
            }

            _pending[id] = copy;
        }

        if (IsLeader)
        {
            await _submitted.Writer.WriteAsync((copy, self), cancellationToken).ConfigureAwait(false);
        }

        return id;
    }

    /// <inheritdoc/>
    public ValueTask<ISubscription<Proposal>> SubscribeFinalizedAsync(
        long fromHeight, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromHeight);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<ISubscription<Proposal>>(new LogSubscription(_log, fromHeight));
    }

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (IsLeader)
        {
            await _log.LoadAsync(_hash, _network.LocalPeer.Id, cancellationToken).ConfigureAwait(false);
            _handlers.Add(_network.Handle(new SubmitHandler(_submitted.Writer)));
            _handlers.Add(_network.Handle(new FollowHandler(_log)));
            _running.Add(OrderAsync());
        }
        else
        {
            _running.Add(RepeatAsync(FollowAsync));
            _running.Add(RepeatAsync(SubmitAsync));
        }
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (IDisposable handler in _handlers)
        {
            handler.Dispose();
        }

        await Task.WhenAll(_running).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    /// <summary>The leader: one proposal after the other gets its place.</summary>
    private async Task OrderAsync()
    {
        try
        {
            await foreach ((ReadOnlyMemory<byte> payload, PeerId proposer) in
                _submitted.Reader.ReadAllAsync(_stopping.Token).ConfigureAwait(false))
            {
                ProposalId id = LeaderWire.IdOf(_hash, payload.Span, proposer);
                while (!await TryOfferAsync(id, payload, proposer).ConfigureAwait(false))
                {
                    await Task.Delay(Pause, _time, _stopping.Token).ConfigureAwait(false);
                }

                Settle(id);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    /// <summary>Gives a proposal its place; false when the disk does not take it now, full as it may be.</summary>
    private async ValueTask<bool> TryOfferAsync(ProposalId id, ReadOnlyMemory<byte> payload, PeerId proposer)
    {
        try
        {
            await _log.OfferAsync(id, payload, proposer, _stopping.Token).ConfigureAwait(false);
            return true;
        }
        catch (StateStoreException)
        {
            return false;
        }
    }

    /// <summary>Does something until the node stops, with a pause after each failure.</summary>
    private async Task RepeatAsync(Func<IPeerConnection, CancellationToken, Task> work)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                IPeerConnection leader = await _network.ConnectAsync(_options.Leader!, _stopping.Token).ConfigureAwait(false);
                _log.Leader = leader.RemotePeer.Id;
                await work(leader, _stopping.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is DaaComputeException or IOException or OperationCanceledException)
            {
                // The leader is away; it is tried again.
            }

            await Task.Delay(Pause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A follower: reads the leader's order from where it has got to.</summary>
    private async Task FollowAsync(IPeerConnection leader, CancellationToken cancellationToken)
    {
        IPeerStream stream = await leader.OpenStreamAsync(FollowHandler.Id, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await LeaderWire.WriteHeightAsync(stream.Output, _log.Count, cancellationToken).ConfigureAwait(false);
            while (await LeaderWire.ReadEntryAsync(stream.Input, cancellationToken).ConfigureAwait(false)
                is (PeerId proposer, byte[] payload))
            {
                ProposalId id = LeaderWire.IdOf(_hash, payload, proposer);
                await _log.TakeAsync(id, payload, proposer, cancellationToken).ConfigureAwait(false);
                Settle(id);
            }
        }
    }

    /// <summary>A follower: sends what is not final yet, again and again.</summary>
    private async Task SubmitAsync(IPeerConnection leader, CancellationToken cancellationToken)
    {
        KeyValuePair<ProposalId, ReadOnlyMemory<byte>>[] waiting;
        lock (_lock)
        {
            waiting = [.. _pending.OrderBy(pending => pending.Key.Digest)];
        }

        foreach ((ProposalId id, ReadOnlyMemory<byte> payload) in waiting)
        {
            if (!await _log.IsValidAsync(payload, _network.LocalPeer.Id, cancellationToken).ConfigureAwait(false))
            {
                Settle(id);
                continue;
            }

            IPeerStream stream = await leader.OpenStreamAsync(SubmitHandler.Id, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await stream.Output.WriteAsync(payload, cancellationToken).ConfigureAwait(false);
                await stream.Output.CompleteAsync().ConfigureAwait(false);
                await LeaderWire.ReadToEndAsync(stream.Input, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Settle(ProposalId id)
    {
        lock (_lock)
        {
            _pending.Remove(id);
        }
    }
}
