using System.Collections.Immutable;
using System.Threading.Channels;
using DaaCompute.Net.Consensus.Diagnostics;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>
/// Runs an engine: what happens goes through one bounded mailbox to one loop, which carries out what the engine wants.
/// </summary>
/// <remarks>Frames are read, decoded and their signatures checked by the streams' own tasks, before they come to the mailbox.</remarks>
internal sealed partial class ConsensusNode : IConsensus, ILayerService, IDisposable
{
    /// <summary>Messages that wait for the loop; when it is full, streams are read no further.</summary>
    private const int MailboxCapacity = 1024;

    private readonly ConsensusContext _context;
    private readonly ConsensusLinks _links;
    private readonly FinalizedLog _log;
    private readonly ProposalOrder _order;
    private readonly ProposalPool _pool;
    private readonly VoteStore _votes;
    private readonly ConsensusVerifier _verifier;
    private readonly Channel<Func<ValueTask>> _mailbox = Channel.CreateBounded<Func<ValueTask>>(
        new BoundedChannelOptions(MailboxCapacity) { SingleReader = true });

    private readonly CancellationTokenSource _stop = new();
    private readonly SortedDictionary<PeerId, EquivocationProof> _equivocations = [];
    private readonly long _started;
    private EpochState _epoch;
    private EpochState? _previousEpoch;
    private IDisposable? _handler;
    private ITimer? _engineTimer;
    private ITimer? _syncTimer;
    private Task _running = Task.CompletedTask;
    private volatile ConsensusStatus _status;
    private volatile ConsensusProof? _proof;
    private ImmutableArray<EquivocationProof> _proofs = [];

    public ConsensusNode(ConsensusContext context)
    {
        _context = context;
        _started = context.Time.GetTimestamp();
        _links = new ConsensusLinks(context, peer => Post(() => Greet(peer)));
        _log = new FinalizedLog(context.Store, context.Hash, context.Options.RetainedProposals);
        _order = new ProposalOrder(context, _log);
        _pool = new ProposalPool(context.Options.MaxPendingProposals);
        _votes = new VoteStore(context, _log);
        _verifier = new ConsensusVerifier(context.Signatures);
        _epoch = new EpochState(
            context, new EpochStart(ConsensusOptionsValidator.SetOf(context.Options), 0, default), EngineSnapshot.Genesis, null);
        _status = CurrentStatus();
    }

    public NetworkLayer Layer => NetworkLayer.Consensus;

    public ConsensusStatus Status => _status;

    public ConsensusProof? LatestProof => _proof;

    public ImmutableArray<EquivocationProof> Equivocations => _proofs;

    private TimeSpan Now => _context.Time.GetElapsedTime(_started);

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_epoch.Self >= 0 && !_votes.IsDurable && !_context.Options.AllowVolatileVotes)
        {
            throw new InvalidOperationException(
                "A validator votes only with a durable store, or it might vote twice after a restart. Call UseSqliteStateStore and "
                + $"UseVoteGuardFile, or set {ConsensusOptions.Path}:{nameof(ConsensusOptions.AllowVolatileVotes)} in a test.");
        }

        await LoadAsync(cancellationToken).ConfigureAwait(false);
        _engineTimer = _context.Time.CreateTimer(
            static state => ((ConsensusNode)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _running = Task.Run(RunAsync, CancellationToken.None);
        _handler = _context.Network.Handle(new ConsensusHandler(this));
        await _links.StartAsync(_stop.Token, cancellationToken).ConfigureAwait(false);
        TimeSpan interval = _context.Options.SyncInterval;
        _syncTimer = _context.Time.CreateTimer(
            static state => ((ConsensusNode)state!).Post(((ConsensusNode)state).SyncAsync), this, interval, interval);
        Post(BeginVotingAsync);
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        _handler?.Dispose();
        await _stop.CancelAsync().ConfigureAwait(false);
        _mailbox.Writer.TryComplete();
        _syncTimer?.Dispose();
        _engineTimer?.Dispose();
        _links.Close();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    public async ValueTask<ProposalId> ProposeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        if (payload.Length is 0 || payload.Length > _context.Options.MaxPayloadBytes)
        {
            throw new ArgumentException(
                $"A proposal has 1 to {_context.Options.MaxPayloadBytes} bytes, not {payload.Length}; "
                + $"the setting is {ConsensusOptions.Path}:{nameof(ConsensusOptions.MaxPayloadBytes)}.",
                nameof(payload));
        }

        byte[] copy = payload.ToArray();
        TaskCompletionSource<ProposalId> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        await _mailbox.Writer.WriteAsync(() => AcceptOwnAsync(copy, done), cancellationToken).ConfigureAwait(false);
        return await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<ISubscription<Proposal>> SubscribeFinalizedAsync(
        long fromHeight, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromHeight);
        cancellationToken.ThrowIfCancellationRequested();
        if (fromHeight < _log.Lowest)
        {
            throw new ProposalsPrunedException(
                $"Final proposals are kept here from height {_log.Lowest} on; "
                + $"{ConsensusOptions.Path}:{nameof(ConsensusOptions.RetainedProposals)} keeps more.");
        }

        return ValueTask.FromResult<ISubscription<Proposal>>(new FinalizedSubscription(_log, fromHeight, _stop.Token));
    }

    /// <summary>Puts something into the mailbox that is of no use later; dropped when there is no room.</summary>
    private void Post(Func<ValueTask> work) => _mailbox.Writer.TryWrite(work);

    private void Wake() => Post(() => StepAsync(new ConsensusEvent.Tick()));

    private async Task RunAsync()
    {
        try
        {
            while (await _mailbox.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
            {
                while (!_stop.IsCancellationRequested && _mailbox.Reader.TryRead(out Func<ValueTask>? work))
                {
                    await work().ConfigureAwait(false);
                }

                _status = CurrentStatus();
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
#pragma warning disable CA1031 // Nothing may be agreed on with a broken state; the host learns of it from the log and the status.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ConsensusLog.Failed(_context.Log, exception);
            _obstacle = VotingObstacle.DiskFailed;
            _status = CurrentStatus();
            _links.Close();
        }
    }

    private async ValueTask AcceptOwnAsync(byte[] payload, TaskCompletionSource<ProposalId> done)
    {
        PeerId self = _context.Identity.PeerId;
        ProposalId id = ProposalCodec.IdOf(_context.Hash, payload, self);
        if (_order.IsFinal(id))
        {
            done.TrySetResult(id);
            return;
        }

        if (!await _order.IsValidAsync(payload, self, _stop.Token).ConfigureAwait(false))
        {
            done.TrySetException(new ProposalRejectedException("The host's validator refuses the proposal."));
            return;
        }

        if (_pool.IsFull)
        {
            done.TrySetException(new ResourceLimitException(
                "proposals that are not final yet",
                _context.Options.MaxPendingProposals,
                $"{ConsensusOptions.Path}:{nameof(ConsensusOptions.MaxPendingProposals)}"));
            return;
        }

        // A validator's own proposals are vouched for by its vertices; everybody else's by an envelope.
        Transaction transaction = _epoch.Self >= 0
            ? new Transaction(TransactionKind.Own, payload)
            : new Transaction(
                TransactionKind.Forwarded,
                _context.Envelopes.Seal(ProposalCodec.Domain, ProposalCodec.PayloadType, payload));
        _pool.TryAdd(id, transaction, Now);
        done.TrySetResult(id);
        if (_epoch.Self < 0)
        {
            Forward(transaction);
        }

        await StepAsync(new ConsensusEvent.Work(HasWork())).ConfigureAwait(false);
    }

    private ConsensusStatus CurrentStatus()
    {
        bool isValidator = _epoch.Self >= 0;
        VotingObstacle obstacle = isValidator ? _obstacle : VotingObstacle.NotAValidator;
        ConsensusRole role = !isValidator ? ConsensusRole.Leaf
            : obstacle == VotingObstacle.None ? ConsensusRole.Validator : ConsensusRole.Observer;
        IConsensusEngine engine = _epoch.Engine;
        return new ConsensusStatus(
            role,
            obstacle,
            _epoch.Set,
            role == ConsensusRole.Validator ? engine.OwnRound : engine.HighestRound,
            engine.DecidedRound,
            _order.Height,
            _proof?.Height ?? 0,
            _pool.Count,
            _links.Open.Count(link => _epoch.Set.IndexOf(link.Peer) >= 0));
    }
}
