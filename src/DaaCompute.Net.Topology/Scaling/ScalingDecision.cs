namespace DaaCompute.Net.Topology.Scaling;

/// <summary>How many nodes to add, or, below 0, to let go.</summary>
/// <param name="Change">The number.</param>
internal readonly record struct ScalingDecision(int Change)
{
    public static ScalingDecision None => default;
}
