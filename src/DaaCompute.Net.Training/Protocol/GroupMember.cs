using System.Collections.Immutable;

namespace DaaCompute.Net.Training.Protocol;

/// <summary>
/// One member's part in a group: it finds the others, agrees with them on views, watches them, and decides with them
/// when an operation is committed. Pure: time and messages come in, effects go out.
/// </summary>
/// <remarks>
/// The safety argument is in docs/protocols/all-reduce.md. In short: a member signs at most one view an epoch, and
/// having signed takes no further part in an older view; a view holds when all its members signed it; the members'
/// signed statuses decide, by <see cref="ViewRule.CommittedBy"/>, what becomes of the operation that was under way.
/// </remarks>
internal sealed partial class GroupMember
{
    // A wrap of the epoch is out of reach of honest members; beyond this a statement is nonsense.
    private const ulong MaxEpoch = 1UL << 48;

    private readonly AllReduceOptions _options;
    private readonly Func<ViewStatement, SignedStatement> _sign;
    private readonly Queue<GroupEffect> _effects = new();
    private readonly SortedDictionary<MemberId, TimeSpan> _lastHeard = [];
    private readonly SortedDictionary<MemberId, Heartbeat> _heartbeats = [];
    private readonly SortedDictionary<MemberId, TimeSpan> _backOff = [];
    private readonly SortedDictionary<MemberId, AllReduceFailureReason> _accused = [];
    private readonly SortedDictionary<MemberId, SignedStatement> _statements = [];
    private readonly SortedDictionary<MemberId, ReadyTag> _readyOthers = [];
    private readonly TimeSpan _startedAt;
    private ImmutableArray<SignedStatement> _certificate = [];
    private TimeSpan _lastTick;
    private TimeSpan _repeatedAt;
    private TimeSpan _signedAt;
    private TimeSpan _adoptedAt;
    private ulong _signedEpoch;
    private ReadyTag? _ready;
    private ReadyTag? _lastReady;
    private bool _ringRuns;

    public GroupMember(
        MemberId self, AllReduceOptions options, Func<ViewStatement, SignedStatement> sign, TimeSpan now)
    {
        Self = self;
        _options = options;
        _sign = sign;
        _startedAt = now;
        _lastTick = now;
        _newestCandidateAt = now;
    }

    public MemberId Self { get; }

    /// <summary>The adopted view, or null until the first.</summary>
    public GroupView? View { get; private set; }

    /// <summary>
    /// How many operations of this group's history are committed; a late joiner takes the number over.
    /// </summary>
    public long Committed { get; private set; }

    /// <summary>Whether the caller's next operation is under way.</summary>
    public bool IsReducing { get; private set; }

    /// <summary>Whether this member is out for good.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>
    /// Whether a later view was signed than the adopted one, so that no part may be taken in the adopted one.
    /// </summary>
    public bool IsFenced => View is null || _signedEpoch > View.Epoch;

    public bool TryTakeEffect(out GroupEffect effect) => _effects.TryDequeue(out effect!);

    /// <summary>Time passes. Called every heartbeat interval.</summary>
    /// <param name="sent">How many elements of the running operation have gone to the successor.</param>
    /// <param name="received">How many have come from the predecessor.</param>
    /// <param name="now">The time.</param>
    public void Tick(long sent, long received, TimeSpan now)
    {
        if (HasFailed)
        {
            return;
        }

        // A node that was itself stopped must not blame others for the silence it did not listen to.
        if (now - _lastTick > _options.HeartbeatTimeout / 2)
        {
            Forgive(now);
        }

        _lastTick = now;
        Emit(new GroupEffect.SendHeartbeat(Heartbeat(received)));
        WatchHeartbeats(now);
        WatchSuccessor(sent, now);
        WatchPending(now);
        RepeatPending(now);
        if (View is null && now - _startedAt >= _options.FormationDeadline && !HasQuorum())
        {
            Fail(AllReduceFailureReason.FormationTimedOut, null, FormationMessage());
            return;
        }

        Reconsider(now);
    }

    /// <summary>The link to a peer is gone.</summary>
    public void PeerLost(PeerId peer, TimeSpan now)
    {
        foreach (MemberId member in Watched().Where(member => member.Peer == peer).ToArray())
        {
            Accuse(member, AllReduceFailureReason.ConnectionLost, now);
        }

        foreach (MemberId member in _lastHeard.Keys.Where(member => member.Peer == peer).ToArray())
        {
            _lastHeard.Remove(member);
            _heartbeats.Remove(member);
        }
    }

    /// <summary>A member says goodbye.</summary>
    public void PeerLeft(MemberId member, AllReduceFailureReason reason, TimeSpan now)
    {
        Accuse(member, reason, now);
        _lastHeard.Remove(member);
        _heartbeats.Remove(member);
    }

    /// <summary>Bytes of any kind came directly from a member.</summary>
    public void Heard(MemberId member, TimeSpan now)
    {
        if (_lastHeard.ContainsKey(member))
        {
            _lastHeard[member] = now;
        }
    }

    private Heartbeat Heartbeat(long received) =>
        new(Self, View?.Epoch ?? 0, View?.Size ?? 0, Committed, IsReducing, IsReducing ? received : 0, _shape);

    private void Emit(GroupEffect effect) => _effects.Enqueue(effect);

    private void Fail(AllReduceFailureReason reason, PeerId? peer, string message)
    {
        if (!HasFailed)
        {
            HasFailed = true;
            IsReducing = false;
            Emit(new GroupEffect.Fail(reason, peer, message));
        }
    }
}
