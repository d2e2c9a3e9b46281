using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using DaaCompute.Net.Consensus;
using DaaCompute.Net.Dht;
using DaaCompute.Net.TestKit.Consensus;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DaaCompute.Net.TestKit;

/// <summary>
/// What every <see cref="IConsensus"/> promises, as tests: derive a class, say how a node gets your consensus, and the runner
/// finds the rest. Nodes run in one process over an in-memory transport, with real time and real keys.
/// </summary>
/// <remarks>The same promises under faults, on virtual time: <see cref="ConsensusScenario"/>.</remarks>
public abstract class ConsensusContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How many nodes there are. All of them may be validators.</summary>
    /// <value>Default 4: the fewest of which one may be faulty.</value>
    protected virtual int Nodes => 4;

    /// <summary>Puts the consensus into a node.</summary>
    /// <param name="builder">The node under construction.</param>
    /// <param name="node">Which node it is.</param>
    protected abstract void UseConsensus(IDaaComputeBuilder builder, ContractNode node);

    /// <summary>Agreement, validity, integrity: what nodes propose becomes final once, everywhere, in one order.</summary>
    [Fact]
    public async Task Propose_OnEveryNode_BecomesFinalOnceInOneOrder()
    {
        await using ContractCluster cluster = await StartAsync();
        List<ProposalId> proposed = [];
        for (int round = 0; round < 5; round++)
        {
            foreach (DaaComputeNetwork node in cluster.Nodes)
            {
                proposed.Add(await node.Consensus.ProposeAsync(Payload(round, node)));
            }
        }

        List<Proposal>[] orders = await Task.WhenAll(cluster.Nodes.Select(node => ReadAsync(node, 0, proposed.Count)));
        Assert.All(orders, order => Assert.Equal(Ids(orders[0]), Ids(order)));
        Assert.Equal(proposed.Select(id => id.Digest).Order(), Ids(orders[0]).Select(id => id.Digest).Order());
        Assert.Equal(Enumerable.Range(0, proposed.Count).Select(height => (long)height), orders[0].Select(proposal => proposal.Height));
        foreach (Proposal proposal in orders[0])
        {
            DaaComputeNetwork proposer = Assert.Single(cluster.Nodes, node => node.LocalPeer.Id == proposal.Proposer);
            Assert.Contains(Enumerable.Range(0, 5), round => Payload(round, proposer).AsSpan().SequenceEqual(proposal.Payload.Span));
        }
    }

    /// <summary>A payload that a node proposes twice becomes final once.</summary>
    [Fact]
    public async Task Propose_TheSameTwice_BecomesFinalOnce()
    {
        await using ContractCluster cluster = await StartAsync();
        DaaComputeNetwork node = cluster.Nodes[^1];
        ProposalId first = await node.Consensus.ProposeAsync(Payload(1, node));
        Assert.Equal(first, await node.Consensus.ProposeAsync(Payload(1, node)));
        await ReadAsync(node, 0, 1);
        await node.Consensus.ProposeAsync(Payload(1, node));
        ProposalId last = await node.Consensus.ProposeAsync(Payload(2, node));
        Assert.Equal([first, last], Ids(await ReadAsync(cluster.Nodes[0], 0, 2)));
    }

    /// <summary>Who subscribes late is given everything from the height that it names.</summary>
    [Fact]
    public async Task Subscribe_Late_IsGivenTheSameOrder()
    {
        await using ContractCluster cluster = await StartAsync();
        foreach (DaaComputeNetwork node in cluster.Nodes)
        {
            await node.Consensus.ProposeAsync(Payload(1, node));
        }

        int count = cluster.Nodes.Length;
        List<Proposal> order = await ReadAsync(cluster.Nodes[0], 0, count);
        foreach (DaaComputeNetwork node in cluster.Nodes)
        {
            Assert.Equal(Ids(order), Ids(await ReadAsync(node, 0, count)));
            Assert.Equal(Ids(order)[2..], Ids(await ReadAsync(node, 2, count - 2)));
        }
    }

    /// <summary>A replicated state is given each proposal once, in order, one at a time.</summary>
    [Fact]
    public async Task State_OnEveryNode_IsGivenTheSameOneByOne()
    {
        await using ContractCluster cluster = await StartAsync();
        for (int round = 0; round < 3; round++)
        {
            foreach (DaaComputeNetwork node in cluster.Nodes)
            {
                await node.Consensus.ProposeAsync(Payload(round, node));
            }
        }

        int count = 3 * cluster.Nodes.Length;
        foreach (DaaComputeNetwork node in cluster.Nodes)
        {
            List<Proposal> order = await ReadAsync(node, 0, count);
            RecordingState state = node.Services.GetRequiredService<RecordingState>();
            Assert.Null(state.Fault);
            Assert.Equal(Ids(order), Ids(state.Proposals));
        }
    }

    /// <summary>What this node's validator refuses is not proposed, and what others' refuse does not become final.</summary>
    [Fact]
    public async Task Propose_WhatAValidatorRefuses_IsRejected()
    {
        await using ContractCluster cluster = await StartAsync();
        DaaComputeNetwork node = cluster.Nodes[^1];
        await Assert.ThrowsAsync<ProposalRejectedException>(async () =>
            await node.Consensus.ProposeAsync(new byte[] { RefusingValidator.Refused, 1 }));
        ProposalId good = await node.Consensus.ProposeAsync(Payload(1, node));
        Assert.Equal([good], Ids(await ReadAsync(cluster.Nodes[0], 0, 1)));
    }

    /// <summary>An empty payload is the caller's mistake.</summary>
    [Fact]
    public async Task Propose_Nothing_IsTheCallersMistake()
    {
        await using ContractCluster cluster = await StartAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(async () =>
            await cluster.Nodes[0].Consensus.ProposeAsync(ReadOnlyMemory<byte>.Empty));
    }

    private static byte[] Payload(int round, DaaComputeNetwork node) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{round} of {node.LocalPeer.Id}"));

    private static ProposalId[] Ids(IEnumerable<Proposal> proposals) => [.. proposals.Select(proposal => proposal.Id)];

    private static async Task<List<Proposal>> ReadAsync(DaaComputeNetwork node, long from, int count)
    {
        using CancellationTokenSource patience = new(Patience, TimeProvider.System);
        List<Proposal> read = [];
        await using ISubscription<Proposal> proposals = await node.Consensus.SubscribeFinalizedAsync(from, patience.Token);
        await foreach (Proposal proposal in proposals.WithCancellation(patience.Token))
        {
            read.Add(proposal);
            if (read.Count == count)
            {
                break;
            }
        }

        return read;
    }

    private async Task<ContractCluster> StartAsync()
    {
        InMemoryNetwork medium = new();
        ImmutableArray<Multiaddress> addresses =
            [.. Enumerable.Range(1, Nodes).Select(number => Multiaddress.Parse(string.Create(null, $"/memory/{number}")))];
        ContractCluster cluster = new();
        try
        {
            for (int number = 1; number <= Nodes; number++)
            {
                cluster.Add(await StartNodeAsync(medium, new ContractNode(number, addresses)));
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private async Task<DaaComputeNetwork> StartNodeAsync(InMemoryNetwork medium, ContractNode node)
    {
        DaaComputeNetworkBuilder builder = new();
        builder.AddInMemoryTransport(medium);
        builder.Services.Configure<TransportOptions>(options =>
            options.ListenAddresses.Add(node.Addresses[node.Number - 1].ToString()));
        builder.Services.Configure<DhtOptions>(options => options.AllowPrivateAddresses = true);
        RecordingState state = new();
        builder.Services.AddSingleton(state);
        builder.Services.AddSingleton<IReplicatedState>(state);
        builder.Services.AddSingleton<IProposalValidator, RefusingValidator>();
        if (node.Number > 1)
        {
            builder.Bootstrap(node.Addresses[0].ToString());
        }

        UseConsensus(builder, node);
        return await builder.StartAsync();
    }
}
