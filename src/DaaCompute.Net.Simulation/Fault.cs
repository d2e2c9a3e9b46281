using System.Collections.Immutable;

namespace DaaCompute.Net.Simulation;

/// <summary>Something that goes wrong for a while.</summary>
/// <param name="Kind">What.</param>
/// <param name="Start">When it begins, after the plan does.</param>
/// <param name="Duration">How long it lasts.</param>
/// <param name="Nodes">Numbers of the nodes it befalls.</param>
/// <param name="Degree">How bad it is, 0 to 1, where that has a meaning.</param>
public sealed record Fault(FaultKind Kind, TimeSpan Start, TimeSpan Duration, ImmutableArray<int> Nodes, double Degree)
{
    /// <summary>The most that a wall clock jumps.</summary>
    private static readonly TimeSpan MaximumJump = TimeSpan.FromMinutes(5);

    /// <summary>When it is over, after the plan began.</summary>
    public TimeSpan End => Start + Duration;

    /// <summary>Lets it begin.</summary>
    /// <param name="cluster">The world.</param>
    internal void Begin(SimulatedCluster cluster)
    {
        SimulatedNode node = cluster.Nodes[Nodes[0] - 1];
        switch (Kind)
        {
            case FaultKind.Partition:
                cluster.Network.Partition(Nodes, Others(cluster));
                break;
            case FaultKind.OneWayPartition:
                cluster.Network.CutOneWay(Others(cluster), Nodes);
                break;
            case FaultKind.Clog:
                ForEachLink(cluster, link => link.Clog(Duration));
                break;
            case FaultKind.Loss:
                ForEachLink(cluster, link => link.ExtraLossRate = 0.3 * Degree);
                break;
            case FaultKind.Crash:
                node.Crash();
                break;
            case FaultKind.PowerLoss:
                node.LosePower();
                break;
            case FaultKind.Freeze:
                node.Freeze();
                break;
            case FaultKind.ClockJump:
                node.ClockOffset += MaximumJump * ((2 * Degree) - 1);
                break;
            default:
                node.Disk.Capacity = node.Disk.Used;
                break;
        }
    }

    /// <summary>Makes it good again.</summary>
    /// <param name="cluster">The world.</param>
    internal void Heal(SimulatedCluster cluster)
    {
        SimulatedNode node = cluster.Nodes[Nodes[0] - 1];
        switch (Kind)
        {
            case FaultKind.Partition:
                cluster.Network.Rejoin(Nodes, Others(cluster));
                break;
            case FaultKind.OneWayPartition:
                cluster.Network.MendOneWay(Others(cluster), Nodes);
                break;
            case FaultKind.Clog:
                break;
            case FaultKind.Loss:
                ForEachLink(cluster, link => link.ExtraLossRate = 0);
                break;
            case FaultKind.Crash:
            case FaultKind.PowerLoss:
                node.Restart();
                break;
            case FaultKind.Freeze:
                node.Thaw();
                break;
            case FaultKind.ClockJump:
                node.ClockOffset -= MaximumJump * ((2 * Degree) - 1);
                break;
            default:
                node.Disk.Capacity = long.MaxValue;
                break;
        }
    }

    private int[] Others(SimulatedCluster cluster) =>
        [.. cluster.Nodes.Select(node => node.Number).Where(number => !Nodes.Contains(number))];

    private void ForEachLink(SimulatedCluster cluster, Action<SimulatedLink> change)
    {
        foreach (int other in Others(cluster))
        {
            change(cluster.Network.Link(other, Nodes[0]));
        }
    }
}
