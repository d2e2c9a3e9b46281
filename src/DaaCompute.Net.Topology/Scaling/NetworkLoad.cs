namespace DaaCompute.Net.Topology.Scaling;

/// <summary>The specification's <c>calculate_network_load</c>: how much of what the network can carry it carries.</summary>
/// <param name="Connections">Connections as a share of what they may be, on average.</param>
/// <param name="Bandwidth">Traffic as a share of the bandwidth, on average; 0 where it is not measured.</param>
/// <param name="Application">What the host says of its own work, from 0 to 1; 0 where it says nothing.</param>
internal readonly record struct NetworkLoad(double Connections, double Bandwidth, double Application)
{
    /// <summary>The load: of several resources the scarcest one counts.</summary>
    public double Value => Math.Clamp(Math.Max(Connections, Math.Max(Bandwidth, Application)), 0, 1);
}
