using System.CommandLine.Parsing;
using DaaCompute.Net.Sim.Drills;
using DaaCompute.Net.Sim.Scenarios;
using DaaCompute.Net.Sim.Scenarios.Consensus;
using DaaCompute.Net.Sim.Scenarios.Dht;
using DaaCompute.Net.Sim.Scenarios.Gossip;
using DaaCompute.Net.Sim.Scenarios.Topology;
using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim;

/// <summary>The scenarios that the command line knows.</summary>
internal static class ScenarioCatalog
{
    /// <summary>The name that stands for every scenario.</summary>
    public const string EveryName = "all";

    public static IReadOnlyList<IScenario> All { get; } =
    [
        new TicksScenario(),
        new TimersScenario(),
        new EchoScenario(),
        new StorageScenario(),
        new ContractScenario(),
        new ConnectScenario(),
        new PartitionScenario(),
        new ChurnScenario(),
        new AllReduceScenario(restartsAtOnce: false),
        new AllReduceScenario(restartsAtOnce: true),
        new SingleLeaderScenario(),
        new TopologyScenario(),
        new DhtScenario(trial: null, nodes: 100),
        new GossipScenario(attack: null, nodes: 100),
        new ConsensusScenario(validators: null),
    ];

    /// <summary>Scenarios of networks too large for a sweep over many seeds.</summary>
    public static IReadOnlyList<IScenario> Large { get; } =
    [
        new CrowdScenario(),
        new ConsensusScenario(validators: 4),
        new ConsensusScenario(validators: 7),
        new ConsensusScenario(validators: 16),
        new ConsensusScenario(validators: 64),
        .. Enum.GetValues<DhtTrial>().Select(trial => new DhtScenario(trial, nodes: 1_000)),
        new GossipScenario(GossipAttack.None, nodes: 1_000),
        .. Enum.GetValues<GossipAttack>().Skip(1).Select(attack => new GossipScenario(attack, nodes: 5_000)),
    ];

    /// <summary>Scenarios that must fail: they show that the simulator notices.</summary>
    public static IReadOnlyList<IScenario> Drills { get; } =
    [
        new BrokenRuleDrill(),
        new StallDrill(),
        new EndlessDrill(),
        new ThreadDrill(),
        new RealTimerDrill(),
        new UnobservedDrill(),
        new ThrowingTimerDrill(),
    ];

    /// <summary>The scenario of that name, or null.</summary>
    public static IScenario? Find(string name) => All.Concat(Large).Concat(Drills).FirstOrDefault(scenario => scenario.Name == name);

    /// <summary>Reads a scenario's name, or <see cref="EveryName"/>, from the command line.</summary>
    public static IReadOnlyList<IScenario> Parse(ArgumentResult argument)
    {
        string name = argument.Tokens[0].Value;
        if (name == EveryName)
        {
            return All;
        }

        if (Find(name) is IScenario scenario)
        {
            return [scenario];
        }

        argument.AddError($"There is no scenario '{name}'. There are: {string.Join(", ", All.Concat(Large).Select(known => known.Name))}.");
        return [];
    }
}
