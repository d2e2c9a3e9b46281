using System.IO.Pipelines;
using DaaCompute.Net.Dht.Runtime;
using DaaCompute.Net.Dht.Tests.Fakes;
using DaaCompute.Net.Dht.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Dht.Tests.Runtime;

/// <summary>What peers may do to a server, and may not.</summary>
public sealed class KademliaHandlerTests
{
    private const int MaxMessage = 1 << 20;
    private static readonly ProtocolId Kad = new("/qudag/kad/1.0.0");

    [Fact]
    public async Task Stream_ManyRequests_AreAnsweredInTurn()
    {
        await using TestNetwork network = await TestNetwork.StartAsync(2);
        await using IPeerStream stream = await OpenAsync(network);

        for (int count = 0; count < 50; count++)
        {
            await MessageStream.WriteAsync(
                stream.Output, new(KademliaMessageType.FindNode) { Key = TestPeers.Id(count).Bytes }, TestNode.Limit());
            KademliaMessage? answer = await MessageStream.ReadAsync(stream.Input, MaxMessage, TestNode.Limit());
            Assert.Equal(KademliaMessageType.FindNode, answer!.Type);
        }

        await stream.Output.CompleteAsync();
        Assert.Null(await MessageStream.ReadAsync(stream.Input, MaxMessage, TestNode.Limit()));
    }

    [Theory]
    [InlineData("05FFFFFFFFFF")]
    [InlineData("8180808008")]
    [InlineData("FFFFFFFFFFFFFFFFFFFF01")]
    [InlineData("020806")]
    [InlineData("020802")]
    [InlineData("0708021203" + "616263")]
    [InlineData("0908001205" + "2F782F61" + "62")]
    public async Task Stream_BrokenRequest_IsResetAndTheServerLives(string bytes)
    {
        await using TestNetwork network = await TestNetwork.StartAsync(2);
        await using (IPeerStream stream = await OpenAsync(network))
        {
            await stream.Output.WriteAsync(Convert.FromHexString(bytes), TestNode.Limit());
            await Assert.ThrowsAnyAsync<DaaComputeException>(() => EndAsync(stream));
        }

        await using IPeerStream next = await OpenAsync(network);
        await MessageStream.WriteAsync(next.Output, new(KademliaMessageType.Ping), TestNode.Limit());
        Assert.NotNull(await MessageStream.ReadAsync(next.Input, MaxMessage, TestNode.Limit()));
    }

    [Fact]
    public async Task Stream_MoreRequestsThanAllowed_IsReset()
    {
        await using TestNetwork network = await TestNetwork.StartAsync(2, options =>
        {
            options.RequestsPerSecond = 0.1;
            options.RequestBurst = 40;
        });
        await using IPeerStream stream = await OpenAsync(network);

        int answered = 0;
        await Assert.ThrowsAnyAsync<DaaComputeException>(async () =>
        {
            for (; answered < 100; answered++)
            {
                await MessageStream.WriteAsync(stream.Output, new(KademliaMessageType.Ping), TestNode.Limit());
                Assert.NotNull(await MessageStream.ReadAsync(stream.Input, MaxMessage, TestNode.Limit()));
            }
        });

        // Some of the burst went to the lookups that the two nodes joined with.
        Assert.InRange(answered, 1, 41);
    }

    private static async Task<IPeerStream> OpenAsync(TestNetwork network)
    {
        IPeerConnection connection = await network[1].Peers.ConnectAsync(network[0].Id, TestNode.Limit());
        return await connection.OpenStreamAsync(Kad, TestNode.Limit());
    }

    private static async Task EndAsync(IPeerStream stream)
    {
        while (true)
        {
            ReadResult result = await stream.Input.ReadAsync(TestNode.Limit());
            stream.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }
}
