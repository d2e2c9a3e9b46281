using System.Collections.Immutable;
using DaaCompute.Net.Topology.State;
using static DaaCompute.Net.Topology.Tests.Fakes.TestNodes;

namespace DaaCompute.Net.Topology.Tests.State;

/// <summary>Proposals as a lively network makes them: sound changes, rivals, replays, and forgeries.</summary>
internal sealed class RandomHistory(int seed)
{
    private const int Nodes = 16;

    private readonly Random _random = new(seed);
    private readonly List<ProvenChange> _past = [];

    public int Valid { get; private set; }

    public ImmutableArray<ProvenChange> Next(NetworkState state)
    {
        ImmutableArray<ProvenChange> changes = [.. Enumerable.Range(0, _random.Next(6)).Select(_ => Change(state))];
        state.Apply(changes, out ImmutableArray<ChangeVerdict> verdicts);
        Valid += verdicts.Count(verdict => verdict == ChangeVerdict.Valid);
        _past.AddRange(changes);
        return changes;
    }

    private ProvenChange Change(NetworkState state)
    {
        int node = _random.Next(Nodes);
        int other = _random.Next(Nodes);
        return _random.Next(10) switch
        {
            0 or 1 or 2 => Join(state, node, _random.Next(2) == 0 ? "region" : null),
            3 => Leave(state, node),
            4 => Evict(state, node, 0, 1),
            5 or 6 => Connect(state, node, other, _random.Next(200)),
            7 => Cut(state, node, other),
            8 when _past.Count > 0 => _past[_random.Next(_past.Count)],
            _ => Connect(state, node, other) with { Signers = [Id(node)] },
        };
    }
}
