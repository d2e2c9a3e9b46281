namespace DaaCompute.Net.Simulation;

/// <summary>A story to be simulated: it starts nodes, lets things go wrong, heals them, and checks.</summary>
/// <remarks>
/// It and everything it starts run on the simulation's one thread. It takes time from
/// <see cref="SimulatedCluster.Time"/> or a process's, randomness from <see cref="SimulatedCluster.Entropy"/> or a
/// process's, and nothing else from outside; then a seed tells the whole story.
/// </remarks>
public interface IScenario
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it checks, in a sentence.</summary>
    string Summary { get; }

    /// <summary>How many nodes it has unless the options say another number; null to have it drawn from the seed.</summary>
    int? Nodes => null;

    /// <summary>Tells the story. Rules that are broken go to <see cref="SimulatedCluster.Violation"/>, or are thrown.</summary>
    /// <param name="cluster">The world.</param>
    Task RunAsync(SimulatedCluster cluster);
}
