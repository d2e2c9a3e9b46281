using DaaCompute.Net.Dht.Tests.Fakes;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Dht.Tests.Runtime;

/// <summary>Whole nodes, days later.</summary>
public sealed class RecordLifetimeTests
{
    private static readonly ContentKey Content = ContentKey.ForContent("a"u8);
    private static readonly ContentKey Other = ContentKey.ForContent("b"u8);
    private static readonly ContentKey Key = ContentKey.FromText("/test/a");
    private readonly ShiftedTime _time = new();

    [Fact]
    public async Task Records_WithdrawnOrOfANodeThatIsGone_ExpireAfterTwoDays()
    {
        await using TestNode holder = await StartAsync(new InMemoryNetwork(), 1, null, out InMemoryNetwork memory);
        TestNode provider = await StartAsync(memory, 2, holder, out _);
        await TestNode.UntilAsync(() => holder.TablePeers == 1 && provider.TablePeers == 1);
        await provider.Content.ProvideAsync(Content, TestNode.Limit());
        await provider.Content.PutValueAsync(Key, NewestValidator.Value(1, "v"), TestNode.Limit());
        await provider.DisposeAsync();

        _time.Advance(TimeSpan.FromHours(47));
        Assert.Single(await FindAsync(holder, Content));
        Assert.NotNull(await holder.Content.GetValueAsync(Key, TestNode.Limit()));

        _time.Advance(TimeSpan.FromHours(2));
        Assert.Empty(await FindAsync(holder, Content));
        Assert.Null(await holder.Content.GetValueAsync(Key, TestNode.Limit()));
    }

    [Fact]
    public async Task Records_OfANodeThatStays_AreAnnouncedAgainBeforeTheyExpire()
    {
        await using TestNode holder = await StartAsync(new InMemoryNetwork(), 1, null, out InMemoryNetwork memory);
        await using TestNode provider = await StartAsync(memory, 2, holder, out _);
        await TestNode.UntilAsync(() => holder.TablePeers == 1 && provider.TablePeers == 1);
        await provider.Content.ProvideAsync(Content, TestNode.Limit());
        await provider.Content.PutValueAsync(Key, NewestValidator.Value(1, "v"), TestNode.Limit());

        // The date jumps, so the provider's timer does not ring; another key to announce wakes it instead.
        _time.Advance(TimeSpan.FromHours(23));
        await provider.Content.ProvideAsync(Other, TestNode.Limit());
        DateTimeOffset recently = _time.GetUtcNow() - TimeSpan.FromHours(1);
        await TestNode.UntilAsync(() => holder.Router.State.FindValue(Key)!.Received > recently
            && holder.Router.State.FindProviders(Content).Single().Expires > recently + TimeSpan.FromHours(48));

        _time.Advance(TimeSpan.FromHours(30));
        Assert.Contains(await FindAsync(holder, Content), found => found.Id == provider.Id);
        Assert.NotNull(await holder.Content.GetValueAsync(Key, TestNode.Limit()));
        await provider.Content.WithdrawAsync(Content);
        Assert.Equal(1, provider.Content.Status.ProvidedKeys);
    }

    private Task<TestNode> StartAsync(InMemoryNetwork network, int number, TestNode? bootstrap, out InMemoryNetwork memory)
    {
        memory = network;
        return TestNode.StartAsync(
            network, number, bootstrap, services: services => services.AddSingleton<TimeProvider>(_time));
    }

    private static async Task<List<PeerInfo>> FindAsync(TestNode node, ContentKey key)
    {
        List<PeerInfo> found = [];
        await foreach (PeerInfo provider in node.Content.FindProvidersAsync(key, TestNode.Limit()))
        {
            found.Add(provider);
        }

        return found;
    }
}
