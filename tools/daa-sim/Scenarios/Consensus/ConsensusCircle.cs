using System.Globalization;
using System.Text;
using DaaCompute.Net.Consensus;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Sim.Scenarios.Consensus;

/// <summary>Nodes of a simulation that run consensus, and what each of them says is final.</summary>
internal sealed class ConsensusCircle
{
    private readonly SimulatedCluster _cluster;
    private readonly SimulatedNode[] _nodes;
    private readonly int _leaves;
    private readonly Replica[] _replicas;
    private readonly PeerId?[] _ids;
    private readonly TaskCompletionSource _named = new();
    private readonly List<ProposalId> _order = [];
    private readonly Dictionary<ProposalId, string> _proposed = [];

    public ConsensusCircle(SimulatedCluster cluster, int count, int leaves)
    {
        _cluster = cluster;
        _nodes = [.. cluster.Nodes.Take(count)];
        _leaves = leaves;
        _replicas = [.. _nodes.Select(static _ => new Replica())];
        _ids = new PeerId?[count];
    }

    private int Validators => _nodes.Length - _leaves;

    public async Task StartAsync()
    {
        foreach (SimulatedNode node in _nodes)
        {
            node.Start(RunAsync);
        }

        await _named.Task;
    }

    /// <summary>Lets nodes propose, one at a time, by chance.</summary>
    public async Task ProposeAsync(TimeSpan duration)
    {
        SeededEntropySource entropy = _cluster.Entropy("proposals");
        TimeSpan end = _cluster.Time.Elapsed + duration;
        for (int number = 0; _cluster.Time.Elapsed < end; number++)
        {
            await _cluster.RunForAsync(TimeSpan.FromMilliseconds(entropy.NextInt32(600)));
            SimulatedNode node = _nodes[entropy.NextInt32(_nodes.Length)];
            if (_replicas[node.Number - 1].Running is IConsensus consensus && node.IsRunning)
            {
                string text = string.Create(CultureInfo.InvariantCulture, $"{node.Number}/{number}");
                _ = RecordAsync(consensus, text);
            }
        }
    }

    /// <summary>Whether every node has the same, and a proposal made after healing is among it.</summary>
    public bool IsFinished() =>
        Array.TrueForAll(_replicas, replica => replica.Running is not null && replica.Final.Count == _order.Count)
        && _nodes.Where(static node => node.Number > 0).All(node => _replicas[node.Number - 1].Running?.Status.Pending == 0)
        && _order.Count > 0;

    public void CheckIntegrity()
    {
        _cluster.Require(_order.Distinct().Count() == _order.Count, "a proposal became final twice");
        _cluster.Require(
            _replicas.Any(static replica => replica.Running?.LatestProof is not null), "no checkpoint was ever certified");
        foreach (Replica replica in _replicas)
        {
            _cluster.Require(
                replica.Running is null || replica.Running.Equivocations.IsEmpty,
                "an honest validator is accused of equivocation");
        }
    }

    public string Describe() => string.Join(
        ' ',
        _replicas.Select(static (replica, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"{index + 1}:{replica.Final.Count}/{replica.Running?.Status.Pending}/{replica.Running?.Status.Obstacle}"
            + $"/r{replica.Running?.Status.Round}/d{replica.Running?.Status.DecidedRound}/c{replica.Running?.Status.CertifiedHeight}")))
        + string.Create(CultureInfo.InvariantCulture, $" order {_order.Count} of {_proposed.Count} proposed");

    private async Task RecordAsync(IConsensus consensus, string text)
    {
        ProposalId id = await consensus.ProposeAsync(Encoding.UTF8.GetBytes(text));
        _proposed[id] = text;
    }

    private async Task RunAsync(SimulatedProcess process)
    {
        int index = process.Number - 1;
        Replica replica = _replicas[index];
        replica.Running = null;
        DaaComputeNetworkBuilder naming = new();
        naming.UseSimulatedPeers(process);
        using (ServiceProvider services = naming.Services.BuildServiceProvider())
        {
            _ids[index] = services.GetRequiredService<INodeIdentity>().PeerId;
        }

        if (Array.TrueForAll(_ids, static id => id is not null))
        {
            _named.TrySetResult();
        }

        await _named.Task;
        DaaComputeNetwork network = await LightNode.StartAsync(process, typeof(ConsensusOptions), Configure);
        for (int other = 0; other < _ids.Length; other++)
        {
            if (other != index)
            {
                network.Directory.Add(new PeerInfo(_ids[other]!, [_nodes[other].Address]), TimeSpan.FromDays(1));
            }
        }

        IConsensus consensus = network.Services.GetRequiredService<IConsensus>();
        replica.Running = consensus;
        if (index >= Validators)
        {
            _ = DialAsync(network, process);
        }

        await ReadAsync(process, replica, consensus);
    }

    /// <summary>A leaf sees to its own connections; validators dial each other.</summary>
    private async Task DialAsync(DaaComputeNetwork network, SimulatedProcess process)
    {
        while (true)
        {
            for (int other = 0; other < Validators; other++)
            {
                try
                {
                    await network.Peers.ConnectAsync(_ids[other]!);
                }
                catch (DaaComputeException)
                {
                    // Another validator, or another time.
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(2), process.Time);
        }
    }

    private void Configure(DaaComputeNetworkBuilder builder) => builder.AddConsensus(options =>
    {
        foreach (PeerId? id in _ids.Take(Validators))
        {
            options.Validators.Add(new ValidatorEntry { Id = id!.ToString() });
        }
    });

    /// <summary>Checks agreement with every proposal that any node ever says is final.</summary>
    private async Task ReadAsync(SimulatedProcess process, Replica replica, IConsensus consensus)
    {
        await using ISubscription<Proposal> final = await consensus.SubscribeFinalizedAsync(0);
        long expected = 0;
        await foreach (Proposal proposal in final)
        {
            _cluster.Require(proposal.Height == expected, $"node {process.Number} goes from height {expected} to {proposal.Height}");
            int height = (int)expected++;
            if (height == _order.Count)
            {
                _order.Add(proposal.Id);
            }

            _cluster.Require(
                height < _order.Count && _order[height] == proposal.Id,
                $"node {process.Number} says that {proposal.Id} is final at height {height}, others say otherwise");
            if (height == replica.Final.Count)
            {
                replica.Final.Add(proposal.Id);
            }
        }
    }
}
