using DaaCompute.Net.Transport.InMemory;
using DaaCompute.Net.Transport.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class SimultaneousDialTests
{
    private static readonly ProtocolId Echo = new("/echo/1.0.0");

    [Fact]
    public async Task ConnectAsync_BothAtOnce_OneLinkStaysAndNoStreamIsLost()
    {
        int races = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            races += await RaceAsync(seed) ? 1 : 0;
        }

        Assert.True(races > 0, "In none of the runs did both dial; the test has tested nothing.");
    }

    private static async Task<bool> RaceAsync(int seed)
    {
        ManualTime time = new();
        InMemoryNetwork network = new();
        await using TestNode lower = await StartAsync(1, network, seed, time);
        await using TestNode higher = await StartAsync(2, network, seed + 1_000, time);
        lower.Directory.Add(new PeerInfo(higher.Id, [higher.Address]), TimeSpan.FromHours(1));
        higher.Directory.Add(new PeerInfo(lower.Id, [lower.Address]), TimeSpan.FromHours(1));

        Task<IPeerStream> fromLower = Task.Run(() => OpenAsync(lower, higher));
        Task<IPeerStream> fromHigher = Task.Run(() => OpenAsync(higher, lower));
        IPeerStream[] streams = [await fromLower, await fromHigher];
        PeerConnection atLower = (PeerConnection)lower.Network.FindConnection(higher.Id)!;
        PeerConnection atHigher = (PeerConnection)higher.Network.FindConnection(lower.Id)!;
        await TestTime.UntilAsync(() => atLower.Links.Length == atHigher.Links.Length);
        bool raced = atLower.Links.Length > 1;

        // However often the time to drain passes, a stream that is in use keeps its link.
        for (int second = 0; second < 5; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAll(streams.Select(stream => stream.AssertEchoesAsync("still here")));
        }

        foreach (IPeerStream stream in streams)
        {
            await stream.Output.CompleteAsync();
            await stream.DisposeAsync();
        }

        await TestTime.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return atLower.Links.Length == 1 && atHigher.Links.Length == 1;
        });
        Assert.Same(atLower, lower.Network.FindConnection(higher.Id));
        Assert.Same(atHigher, higher.Network.FindConnection(lower.Id));
        Assert.NotEqual(atLower.IsOutbound, atHigher.IsOutbound);
        Assert.True(!raced || atLower.IsOutbound, "Of a race, the link that the lower id dialled stays.");
        return raced;
    }

    private static async Task<IPeerStream> OpenAsync(TestNode from, TestNode to)
    {
        IPeerStream stream = await from.Network.OpenStreamAsync(to.Id, Echo, TestTime.Limit());
        await stream.AssertEchoesAsync("first");
        return stream;
    }

    private static async Task<TestNode> StartAsync(byte number, InMemoryNetwork network, int seed, TimeProvider time)
    {
        TestNode node = await TestNode.StartAsync(
            number,
            builder =>
            {
                builder.Services.AddSingleton<ITransport>(new JitteryTransport(new InMemoryTransport(network), seed));
                builder.AddTransport(options => options.ListenAddresses.Add($"/memory/{number}"));
            },
            time);
        node.Network.Handle(new EchoHandler());
        return node;
    }
}
