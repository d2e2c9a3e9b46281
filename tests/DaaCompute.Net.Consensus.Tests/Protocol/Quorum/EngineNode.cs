using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Protocol.Quorum;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Consensus.Tests.Protocol.Quorum;

/// <summary>An engine with what a runtime does for it, and with bad manners where asked for.</summary>
internal sealed class EngineNode
{
    private readonly EngineNetwork _network;
    private readonly QuorumEngine _engine;
    private readonly List<string> _pool = [];
    private TimeSpan _wake = TimeSpan.MaxValue;

    public EngineNode(EngineNetwork network, int index, Behaviour behaviour, EngineSnapshot snapshot)
    {
        _network = network;
        Index = index;
        Behaviour = behaviour;
        _engine = new QuorumEngine(network.Validators, index, network.EpochId, snapshot, new QuorumTiming());
    }

    public int Index { get; }

    public Behaviour Behaviour { get; }

    public QuorumEngine Engine => _engine;

    /// <summary>The vertices in the order that this node gives them.</summary>
    public List<VertexId> Order { get; } = [];

    /// <summary>When each of the texts that honest nodes proposed became final here.</summary>
    public Dictionary<string, TimeSpan> Final { get; } = [];

    public List<(Vertex First, Vertex Second)> Equivocations { get; } = [];

    public EngineSnapshot? Snapshot { get; private set; }

    public List<Vertex> Forgotten { get; } = [];

    /// <summary>Its own vertices, as a disk would keep them.</summary>
    public List<Vertex> Written { get; } = [];

    public bool IsDown { get; set; }

    public void Propose(string text)
    {
        _pool.Add(text);
        Take(new ConsensusEvent.Work(true));
    }

    public void Take(ConsensusEvent happened)
    {
        if (IsDown)
        {
            return;
        }

        foreach (ConsensusEffect effect in _engine.Step(happened, _network.Now).ToArray())
        {
            Carry(effect);
        }
    }

    private void Carry(ConsensusEffect effect)
    {
        switch (effect)
        {
            case ConsensusEffect.Draft draft:
                Make(draft);
                break;
            case ConsensusEffect.Broadcast broadcast:
                Spread(broadcast.Vertex);
                break;
            case ConsensusEffect.Request request:
                Ask(request);
                break;
            case ConsensusEffect.Ordered ordered:
                foreach (Vertex vertex in ordered.Vertices)
                {
                    Order.Add(vertex.Id);
                    foreach (Transaction transaction in vertex.Transactions)
                    {
                        Final.TryAdd(Encoding.UTF8.GetString(transaction.Bytes.Span), _network.Now);
                    }
                }

                break;
            case ConsensusEffect.Checkpoint checkpoint:
                Snapshot = checkpoint.Snapshot;
                Take(new ConsensusEvent.Certified(checkpoint.Snapshot.DecidedRound));
                break;
            case ConsensusEffect.Equivocation equivocation:
                Equivocations.Add((equivocation.First, equivocation.Second));
                for (int to = 0; to < _network.Count; to++)
                {
                    _network.Send(Index, to, node => node.Take(new ConsensusEvent.Ban(equivocation.First.Author)));
                }

                break;
            case ConsensusEffect.Forgotten forgotten:
                Forgotten.Add(forgotten.Vertex);
                break;
            case ConsensusEffect.WakeAt wake when wake.Time < _wake || _wake <= _network.Now:
                _wake = wake.Time;
                _network.At(wake.Time, () =>
                {
                    _wake = _network.Now >= _wake ? TimeSpan.MaxValue : _wake;
                    Take(new ConsensusEvent.Tick());
                });
                break;
        }
    }

    private void Make(ConsensusEffect.Draft draft)
    {
        if (Behaviour == Behaviour.Silent)
        {
            return;
        }

        ImmutableArray<VertexRef> parents = Behaviour == Behaviour.Forgets ? Thin(draft) : draft.Parents;
        Vertex vertex = Build(draft, parents, [.. _pool.Select(Encoded)]);
        _pool.Clear();
        Written.Add(vertex);
        TimeSpan delay = Behaviour == Behaviour.Dawdles ? TimeSpan.FromMilliseconds(_network.Random.Below(260)) : TimeSpan.FromMilliseconds(1);
        Take(new ConsensusEvent.Work(false));
        _network.At(_network.Now + delay, () => Take(new ConsensusEvent.Written(vertex)));
        if (Behaviour == Behaviour.Equivocates)
        {
            Vertex other = Build(draft, parents, [Encoded(string.Create(CultureInfo.InvariantCulture, $"lie {draft.Round}"))]);
            for (int to = 0; to < _network.Count; to += 2)
            {
                _network.Send(Index, to, node => node.Take(new ConsensusEvent.Received(_network.Validators.Validators[Index].Id, other)));
            }
        }
    }

    /// <summary>Drops parents as long as a quorum of the round before is left.</summary>
    private ImmutableArray<VertexRef> Thin(ConsensusEffect.Draft draft)
    {
        List<VertexRef> kept = [.. draft.Parents];
        Weights weights = new(_network.Validators);
        for (int attempts = 0; attempts < 8 && kept.Count > 0; attempts++)
        {
            VertexRef dropped = kept[_network.Random.Below(kept.Count)];
            ulong before = kept.Where(one => one != dropped && one.Round == draft.Round - 1)
                .Aggregate(0UL, static (mask, one) => mask | (1UL << one.Author));
            if (weights.IsQuorum(before))
            {
                kept.Remove(dropped);
            }
        }

        return [.. kept];
    }

    private Vertex Build(ConsensusEffect.Draft draft, ImmutableArray<VertexRef> parents, ImmutableArray<Transaction> transactions)
    {
        byte[] body = VertexCodec.EncodeBody(_network.EpochId, Index, draft.Round, draft.Previous, parents, transactions);
        return new Vertex
        {
            Id = VertexCodec.IdOf(EngineNetwork.Hash, body),
            EpochId = _network.EpochId,
            Author = Index,
            Round = draft.Round,
            Previous = draft.Previous,
            Parents = parents,
            Transactions = transactions,
            Body = body,
            Signature = new byte[1],
        };
    }

    private void Spread(Vertex vertex)
    {
        int only = Behaviour == Behaviour.Withholds ? _network.Random.Below(_network.Count) : -1;
        for (int to = 0; to < _network.Count; to++)
        {
            bool isTold = (only < 0 || to == only) && (Behaviour != Behaviour.Equivocates || to % 2 == 1);
            if (to != Index && isTold)
            {
                _network.Send(Index, to, node => node.Take(new ConsensusEvent.Received(_network.Validators.Validators[Index].Id, vertex)));
            }
        }
    }

    private void Ask(ConsensusEffect.Request request)
    {
        int to = request.From is PeerId peer ? _network.Validators.IndexOf(peer) : _network.Random.Below(_network.Count);
        ImmutableArray<VertexId> ids = request.Ids;
        _network.Send(Index, to, node => node.Answer(ids, Index));
    }

    private void Answer(ImmutableArray<VertexId> ids, int to)
    {
        if (IsDown || Behaviour == Behaviour.Silent || (Behaviour == Behaviour.Withholds && _network.Random.Chance(0.5)))
        {
            return;
        }

        foreach (Vertex vertex in ids.Select(_engine.Find).OfType<Vertex>())
        {
            _network.Send(Index, to, node => node.Take(new ConsensusEvent.Received(_network.Validators.Validators[Index].Id, vertex)));
        }
    }

    private static Transaction Encoded(string text) => new(TransactionKind.Own, Encoding.UTF8.GetBytes(text));
}
