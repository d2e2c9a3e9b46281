using DaaCompute.Net.Dht;
using DaaCompute.Net.Training;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.IntegrationTests.Discovery;

/// <summary>Members of a group that are connected to different nodes, none of which knows of groups.</summary>
public sealed class GroupFormationTests
{
    [Fact]
    public async Task JoinGroup_MembersWithNoPeerInCommon_FindEachOtherThroughTheDht()
    {
        await using LoopbackNode first = await LoopbackNode.StartAsync(AddDhtServer);
        await using LoopbackNode second = await LoopbackNode.StartAsync(AddDhtServer);
        await second.Network.ConnectAsync(first.Address, LoopbackNode.Limit());
        await using DaaComputeNetwork one = await StartMemberAsync(first);
        await using DaaComputeNetwork two = await StartMemberAsync(second);
        Assert.Null(one.Peers.FindConnection(two.LocalPeer.Id));
        AllReduceOptions options = new() { MinimumMembers = 2, ExpectedMembers = 2 };

        IAllReduceGroup[] groups = await Task.WhenAll(
            one.Training.JoinGroupAsync(new GroupId("far"), options, LoopbackNode.Limit()).AsTask(),
            two.Training.JoinGroupAsync(new GroupId("far"), options, LoopbackNode.Limit()).AsTask());
        float[][] vectors = [[1, 2, 3], [3, 2, 1]];
        await Task.WhenAll(groups.Zip(vectors, (group, vector) =>
            group.AllReduceAsync(vector, ReduceOperation.Sum, LoopbackNode.Limit()).AsTask()));

        Assert.All(vectors, vector => Assert.Equal([4, 4, 4], vector));
        Assert.NotNull(one.Peers.FindConnection(two.LocalPeer.Id));
        foreach (IAllReduceGroup group in groups)
        {
            await group.DisposeAsync();
        }
    }

    private static void AddDhtServer(IDaaComputeBuilder builder) => builder.AddDht(dht =>
    {
        dht.Mode = DhtMode.Server;
        dht.AllowPrivateAddresses = true;
    });

    /// <summary>A member that dials nobody by itself, and that the DHT sends nobody to.</summary>
    private static async Task<DaaComputeNetwork> StartMemberAsync(LoopbackNode seed)
    {
        DaaComputeNetworkBuilder builder = new(NodePresets.Loopback);
        builder.ConfigureConnectionStrategy(strategy => strategy.Enabled = false);
        builder.Services.Configure<DhtOptions>(dht => dht.Mode = DhtMode.Client);
        DaaComputeNetwork member = await builder.StartAsync();
        await member.Peers.ConnectAsync(seed.Address, LoopbackNode.Limit());
        return member;
    }
}
