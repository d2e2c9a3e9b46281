using DaaCompute.Net.Training.Fakes;
using DaaCompute.Net.Training.Wire;

namespace DaaCompute.Net.Training.Protocol;

/// <summary>
/// One member of a <see cref="ModelCluster"/>: both pure cores, the caller's vector, and nothing else.
/// </summary>
internal sealed class ModelNode
{
    private static readonly Sha256ContentHash Hash = new();
    private readonly ModelCluster _cluster;
    private readonly float[] _vector;
    private readonly float[] _scratch;
    private readonly List<(MemberId From, PieceHeader Header, byte[] Payload)> _held = [];
    private float[] _expected;

    public ModelNode(ModelCluster cluster, int number, AllReduceOptions options, TimeSpan now)
    {
        _cluster = cluster;
        Number = number;
        Id = new MemberId(TestPeers.Id(number), (ulong)number + 1);
        _vector = new float[cluster.Length];
        _scratch = new float[cluster.Length];
        _expected = new float[cluster.Length];
        Core = new GroupMember(Id, options, statement => new SignedStatement(statement, default), now);
    }

    public int Number { get; }

    public MemberId Id { get; }

    public GroupMember Core { get; }

    public bool IsDead { get; set; }

    public bool IsFrozen { get; set; }

    public GroupEffect.Fail? Failure { get; private set; }

    public RingAllReduce<float>? Ring { get; private set; }

    public GroupView? RingView { get; private set; }

    /// <summary>
    /// What this member's operations returned, by sequence, with the view that they were computed in.
    /// </summary>
    public SortedDictionary<long, (float[] Result, GroupView View)> Results { get; } = [];

    /// <summary>Spoils what this member brings, as a faulty one would.</summary>
    public Action<float[]>? Corrupt { get; set; }

    /// <summary>Spoils a piece that this member sends.</summary>
    public Func<PieceHeader, byte[], PieceHeader>? CorruptPiece { get; set; }

    public void Leave()
    {
        IsDead = true;
        _cluster.Depart(this);
    }

    public void BeginOperation()
    {
        _expected = _cluster.Contribution(Number, Core.Committed + 1);
        Corrupt?.Invoke(_expected);
        _expected.CopyTo(_vector, 0);
        Core.BeginOperation(new VectorShape(_vector.Length, ModelCluster.Operation));
        Drain();
    }

    /// <summary>Hands one waiting piece to the network, when there is one.</summary>
    public bool SendPiece()
    {
        if (Ring is null || !Ring.TryTakePiece(out PieceHeader header, out ReadOnlySpan<byte> payload))
        {
            return false;
        }

        byte[] bytes = payload.ToArray();
        header = CorruptPiece?.Invoke(header, bytes) ?? header;
        _cluster.Send(this, RingView!.SuccessorOf(Id), new ModelMessage.Piece(header, bytes));
        return true;
    }

    public void Receive(MemberId from, ModelMessage message)
    {
        TimeSpan now = _cluster.Now;
        switch (message)
        {
            case ModelMessage.Statement one:
                Core.Heard(from, now);
                Core.StatementReceived(one.Signed, now);
                break;
            case ModelMessage.Beat one:
                Core.HeartbeatReceived(one.Heartbeat, now);
                break;
            case ModelMessage.Ready one:
                Core.ReadyReceived(from, one.Tag, now);
                break;
            case ModelMessage.Left one:
                Core.PeerLeft(from, one.Reason, now);
                break;
            case ModelMessage.LinkDown:
                Core.PeerLost(from.Peer, now);
                break;
            case ModelMessage.Piece one:
                _held.Add((from, one.Header, one.Payload));
                break;
        }

        Drain();
    }

    public string Describe() =>
        $"{Number}: epoch {Core.View?.Epoch} of {Core.View?.Size}, fenced {Core.IsFenced}, committed {Core.Committed}, "
        + $"reducing {Core.IsReducing}, ring {Ring?.Sent}/{Ring?.Received}";

    public void Tick()
    {
        Core.Tick(Ring?.Sent ?? 0, Ring?.Received ?? 0, _cluster.Now);
        Drain();
    }

    public void Drain()
    {
        do
        {
            while (Core.TryTakeEffect(out GroupEffect effect))
            {
                Carry(effect);
            }
        }
        while (Feed());
    }

    private void Carry(GroupEffect effect)
    {
        switch (effect)
        {
            case GroupEffect.SendStatement one:
                _cluster.Broadcast(this, new ModelMessage.Statement(one.Statement), one.To);
                break;
            case GroupEffect.SendHeartbeat one:
                _cluster.Broadcast(this, new ModelMessage.Beat(one.Heartbeat), one.To);
                break;
            case GroupEffect.SendReady one:
                _cluster.Broadcast(this, new ModelMessage.Ready(one.Tag), one.To);
                break;
            case GroupEffect.StartRing one:
                RingView = one.View;
                var plan = new RingPlan(one.View.RankOf(Id), one.View.Size, _vector.Length);
                Ring = new RingAllReduce<float>(plan, Template(one), _vector, _scratch, _cluster.PieceSize, Hash);
                CompleteIfDone();
                break;
            case GroupEffect.StopRing:
                Ring = null;
                break;
            case GroupEffect.Commit one:
                Assert.Equal(_expected, _vector);
                _scratch.CopyTo(_vector, 0);
                _expected = (float[])_vector.Clone();
                Results.Add(one.Sequence, (_expected, RingView!));
                Ring = null;
                break;
            case GroupEffect.Fail one:
                Failure = one;
                Ring = null;
                Assert.Equal(_expected, _vector);
                _cluster.Broadcast(this, new ModelMessage.Left(AllReduceFailureReason.Left));
                break;
        }
    }

    private static PieceHeader Template(GroupEffect.StartRing one) =>
        new(PieceHeader.Float32, ModelCluster.Operation, 0, one.View.Epoch, (uint)one.Sequence, 0, 0, 0);

    /// <summary>Feeds the ring a piece that is held for it; pieces of rings to come stay held, older ones go.</summary>
    private bool Feed()
    {
        ulong epoch = Core.View?.Epoch ?? 0;
        _held.RemoveAll(one => one.Header.Epoch < epoch
            || (one.Header.Epoch == epoch && one.Header.Sequence <= Core.Committed));
        if (Ring is null || Ring.IsReceivingDone)
        {
            return false;
        }

        int index = _held.FindIndex(one =>
            one.Header.Epoch == RingView!.Epoch && one.Header.Sequence == Core.Committed + 1);
        if (index < 0)
        {
            return false;
        }

        (MemberId from, PieceHeader header, byte[] payload) = _held[index];
        _held.RemoveAt(index);
        Assert.Equal(RingView!.PredecessorOf(Id), from);
        RingFault? fault = Ring.BeginPiece(header);
        if (fault is null)
        {
            payload.CopyTo(Ring.Destination);
            fault = Ring.Advance(payload.Length);
        }

        if (fault is { Reason: AllReduceFailureReason.WrongLength or AllReduceFailureReason.WrongType })
        {
            Core.ShapeRefused(from, _cluster.Now);
        }
        else if (fault is not null)
        {
            Core.Accuse(fault.IsOwn ? Id : from, fault.Reason, _cluster.Now);
        }

        CompleteIfDone();
        return true;
    }

    private void CompleteIfDone()
    {
        if (Ring is { IsReceivingDone: true })
        {
            Core.RingCompleted(new ReadyTag(RingView!.Epoch, Core.Committed + 1, Ring.Digest()), _cluster.Now);
        }
    }
}
