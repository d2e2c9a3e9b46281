using System.Collections.Immutable;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Protocol.Quorum;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Consensus.Tests.Protocol.Quorum;

/// <summary>Engines that talk to each other over links that lose, delay and cut, all drawn from one number.</summary>
internal sealed class EngineNetwork
{
    public static readonly IContentHash Hash = new TestHash();

    private readonly SplitMixRandom _random;
    private readonly PriorityQueue<Action, (TimeSpan Due, long Number)> _events = new();
    private readonly EngineNode[] _nodes;
    private long _number;

    public EngineNetwork(ulong seed, ImmutableArray<Behaviour> behaviours, IReadOnlyList<long>? weights = null)
    {
        _random = new SplitMixRandom(seed);
        Validators = new ValidatorSet(
            0, behaviours.Select((_, index) => new Validator(IdOf(index), weights?[index] ?? 1)));
        _nodes =
        [
            .. behaviours.Select((behaviour, index) => new EngineNode(this, index, behaviour, EngineSnapshot.Genesis)),
        ];
    }

    public ValidatorSet Validators { get; }

    public ContentDigest EpochId { get; } = new(new byte[32]);

    public TimeSpan Now { get; private set; }

    public double Loss { get; set; }

    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(10);

    public TimeSpan Jitter { get; set; } = TimeSpan.FromMilliseconds(40);

    public Func<int, int, bool> IsCut { get; set; } = static (_, _) => false;

    public EngineNode this[int index] => _nodes[index];

    public IEnumerable<EngineNode> Honest => _nodes.Where(node => node.Behaviour == Behaviour.Honest);

    public SplitMixRandom Random => _random;

    public int Count => _nodes.Length;

    public void Start()
    {
        foreach (EngineNode node in _nodes)
        {
            node.Take(new ConsensusEvent.Voting(1));
        }
    }

    public void Replace(int index, EngineSnapshot snapshot) => _nodes[index] = new EngineNode(this, index, Behaviour.Honest, snapshot);

    public void At(TimeSpan due, Action action) => _events.Enqueue(action, (due, _number++));

    public void Send(int from, int to, Action<EngineNode> message)
    {
        if (IsCut(from, to) || _random.Chance(Loss))
        {
            return;
        }

        TimeSpan jitter = Jitter * (_random.Unit() * _random.Unit());
        At(Now + Delay + jitter, () => message(_nodes[to]));
    }

    public void RunFor(TimeSpan time)
    {
        TimeSpan end = Now + time;
        while (_events.TryPeek(out _, out (TimeSpan Due, long Number) next) && next.Due <= end)
        {
            Action action = _events.Dequeue();
            Now = next.Due;
            action();
        }

        Now = end;
    }

    public bool RunUntil(Func<bool> condition, TimeSpan within)
    {
        TimeSpan end = Now + within;
        while (!condition())
        {
            if (Now >= end)
            {
                return false;
            }

            RunFor(TimeSpan.FromMilliseconds(20));
        }

        return true;
    }

    /// <summary>What is wrong with the orders of the honest, or null.</summary>
    public string? Disagreement()
    {
        EngineNode[] honest = [.. Honest];
        EngineNode longest = honest.MaxBy(static node => node.Order.Count)!;
        foreach (EngineNode node in honest)
        {
            for (int place = 0; place < node.Order.Count; place++)
            {
                if (node.Order[place] != longest.Order[place])
                {
                    return $"node {node.Index} has {node.Order[place]} at {place}, node {longest.Index} {longest.Order[place]}";
                }
            }

            if (node.Order.Distinct().Count() != node.Order.Count)
            {
                return $"node {node.Index} ordered a vertex twice";
            }
        }

        return null;
    }

    private static PeerId IdOf(int index)
    {
        byte[] id = [0x12, 32, (byte)(index >> 8), (byte)index, .. new byte[30]];
        return PeerId.TryFromBytes(id, out PeerId? peer) ? peer : throw new InvalidOperationException();
    }
}
