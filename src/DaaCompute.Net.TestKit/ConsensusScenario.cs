using System.Globalization;
using System.Text;
using DaaCompute.Net.Consensus;
using DaaCompute.Net.Simulation;
using DaaCompute.Net.TestKit.Consensus;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.TestKit;

/// <summary>
/// What every <see cref="IConsensus"/> promises, under faults: nodes propose while links and nodes fail; no two nodes ever
/// see different orders, nothing that nobody proposed becomes final, and after healing everything that was proposed by a node
/// which stayed up does.
/// </summary>
public abstract class ConsensusScenario : IScenario
{
    private static readonly TimeSpan Trouble = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public string Summary => $"Consensus ({Name}) under faults: one order everywhere, nothing foreign in it, and all of it after healing.";

    /// <summary>The kinds of fault that the consensus has to bear.</summary>
    /// <value>Default: every kind.</value>
    protected virtual IEnumerable<FaultKind> Faults => FaultPlan.EveryKind;

    /// <summary>Puts the consensus into a node.</summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="cluster">The world.</param>
    /// <param name="process">The process that it runs in.</param>
    protected abstract void UseConsensus(IDaaComputeBuilder builder, SimulatedCluster cluster, SimulatedProcess process);

    /// <inheritdoc/>
    public async Task RunAsync(SimulatedCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        cluster.Network.DefaultConditions = LinkConditions.Regional;
        OrderBook book = new(cluster);
        DaaComputeNetwork?[] running = new DaaComputeNetwork?[cluster.Nodes.Length];
        foreach (SimulatedNode node in cluster.Nodes)
        {
            node.Start(process => RunNodeAsync(cluster, process, book, running));
        }

        await FaultPlan.Draw(cluster.Entropy("faults"), cluster.Nodes.Length, Trouble, [.. Faults]).RunAsync(cluster).ConfigureAwait(false);
        foreach (SimulatedNode node in cluster.Nodes.Where(node => node.Process is null))
        {
            node.Restart();
        }

        book.Close();
        bool isDone = await cluster.RunUntilAsync(
            () => cluster.Nodes.All(node => node.Process is SimulatedProcess process && book.IsComplete(process)), Recovery)
            .ConfigureAwait(false);
        cluster.Require(isDone, $"not everything became final everywhere: {book.Describe()}");
        cluster.Report(string.Create(CultureInfo.InvariantCulture, $"{Name}: {book.Describe()}"));
        foreach (DaaComputeNetwork network in running.OfType<DaaComputeNetwork>())
        {
            await network.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task RunNodeAsync(
        SimulatedCluster cluster, SimulatedProcess process, OrderBook book, DaaComputeNetwork?[] running)
    {
        DaaComputeNetworkBuilder builder = new();
        builder.UseSimulatedPeers(process);
        UseConsensus(builder, cluster, process);
        DaaComputeNetwork network = await builder.StartAsync().ConfigureAwait(false);
        lock (_lock)
        {
            running[process.Number - 1] = network;
        }

        _ = ProposeAsync(network.Consensus, process, book);
        await using ISubscription<Proposal> proposals =
            await network.Consensus.SubscribeFinalizedAsync(0).ConfigureAwait(false);
        await foreach (Proposal proposal in proposals)
        {
            book.Read(process, proposal);
        }
    }

    /// <summary>Every few seconds something new, for as long as there is trouble.</summary>
    private static async Task ProposeAsync(IConsensus consensus, SimulatedProcess process, OrderBook book)
    {
        for (int number = 0; book.IsOpen; number++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1 + (9 * process.Entropy.NextDouble())), process.Time).ConfigureAwait(false);
            byte[] payload = Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{process.Number}.{process.Entropy.NextUInt64()}.{number}"));
            try
            {
                if (book.IsOpen)
                {
                    book.Propose(process, payload);
                    await consensus.ProposeAsync(payload, CancellationToken.None).ConfigureAwait(false);
                }
            }
            catch (DaaComputeException)
            {
                // Refused for now: too much is under way. It was not proposed then.
                book.Withdraw(process, payload);
            }
        }
    }
}
