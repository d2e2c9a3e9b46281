using DaaCompute.Net.Simulation.Engine;

namespace DaaCompute.Net.Simulation;

/// <summary>The network between the nodes of a simulation: one link for each direction of each pair.</summary>
public sealed class SimulatedNetwork
{
    private readonly Dictionary<(int From, int To), SimulatedLink> _byEnds = [];
    private readonly List<SimulatedLink> _links = [];
    private readonly ulong _seed;
    private long _connections;

    internal SimulatedNetwork(SimulationLoop loop, ulong seed)
    {
        Loop = loop;
        _seed = seed;
    }

    /// <summary>What links are like that nobody has set otherwise. A link takes it on when it is first used.</summary>
    /// <value>Default <see cref="LinkConditions.LocalArea"/>.</value>
    public LinkConditions DefaultConditions { get; set; } = LinkConditions.LocalArea;

    internal SimulationLoop Loop { get; }

    /// <summary>The nodes, by number less one.</summary>
    internal List<SimulatedNode> Nodes { get; } = [];

    /// <summary>The link from one node to another.</summary>
    /// <param name="from">The number of the node that sends.</param>
    /// <param name="to">The number of the node that receives.</param>
    public SimulatedLink Link(int from, int to)
    {
        if (!_byEnds.TryGetValue((from, to), out SimulatedLink? link))
        {
            LinkConditions conditions = from == to ? LinkConditions.Loopback : DefaultConditions;
            link = new SimulatedLink(Loop, _seed, from, to, conditions);
            _byEnds.Add((from, to), link);
            _links.Add(link);
        }

        return link;
    }

    /// <summary>Sets the conditions of every link between two nodes, those not used yet included.</summary>
    /// <param name="conditions">The conditions.</param>
    public void SetConditions(LinkConditions conditions)
    {
        DefaultConditions = conditions;
        foreach (SimulatedLink link in _links)
        {
            if (link.From != link.To)
            {
                link.Conditions = conditions;
            }
        }
    }

    /// <summary>Cuts every link from one group to another; the way back stays open unless it is cut as well.</summary>
    /// <param name="from">Numbers of nodes that are no longer heard.</param>
    /// <param name="to">Numbers of nodes that no longer hear.</param>
    public void CutOneWay(IReadOnlyCollection<int> from, IReadOnlyCollection<int> to) =>
        ForEachLink(from, to, "cut", static link => link.Cut());

    /// <summary>Cuts every link between two groups, both ways.</summary>
    /// <param name="one">Numbers of nodes.</param>
    /// <param name="other">Numbers of other nodes.</param>
    public void Partition(IReadOnlyCollection<int> one, IReadOnlyCollection<int> other)
    {
        CutOneWay(one, other);
        CutOneWay(other, one);
    }

    /// <summary>Takes one <see cref="CutOneWay"/> back.</summary>
    /// <param name="from">The first group.</param>
    /// <param name="to">The second group.</param>
    public void MendOneWay(IReadOnlyCollection<int> from, IReadOnlyCollection<int> to) =>
        ForEachLink(from, to, "mended", static link => link.Mend());

    /// <summary>Takes one <see cref="Partition"/> back.</summary>
    /// <param name="one">The one group.</param>
    /// <param name="other">The other group.</param>
    public void Rejoin(IReadOnlyCollection<int> one, IReadOnlyCollection<int> other)
    {
        MendOneWay(one, other);
        MendOneWay(other, one);
    }

    /// <summary>Takes all cuts, clogs and losses by fault back. Connections recover as TCP does: at their next retransmission.</summary>
    public void Heal()
    {
        Loop.Trace.Append(TraceKind.Network, 0, "healed");
        foreach (SimulatedLink link in _links)
        {
            link.Heal();
        }
    }

    internal long NextConnection() => ++_connections;

    private void ForEachLink(
        IReadOnlyCollection<int> from, IReadOnlyCollection<int> to, string what, Action<SimulatedLink> change)
    {
        Loop.Trace.Append(TraceKind.Network, 0, $"{what} from [{string.Join(' ', from)}] to [{string.Join(' ', to)}]");
        foreach (int sender in from)
        {
            foreach (int receiver in to)
            {
                change(Link(sender, receiver));
            }
        }
    }
}
