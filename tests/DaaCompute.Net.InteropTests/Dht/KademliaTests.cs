using System.Text;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.InteropTests.Dht;

/// <summary>Stock js-libp2p in one DHT with us: what one side stores the other finds.</summary>
public sealed class KademliaTests
{
    private const string Kad = "/qudag/kad/1.0.0";
    private static readonly ContentKey Content = ContentKey.ForContent("a model shard"u8);

    [JsTheory]
    [InlineData("tcp")]
    [InlineData("ws")]
    public async Task Provide_ByJs_IsFoundByUs(string transport)
    {
        await using InteropNode node = await StartAsync(transport);
        await using JsPeer js = await JsPeer.StartAsync(Options(transport));
        await JoinAsync(node, js);

        await js.ProvideAsync(Content.Bytes);

        Assert.Contains(await FindAsync(node), provider => provider.Id == js.Id);
        await UntilAsync(() => Task.FromResult(Router(node).Status.ProviderRecords == 1));

        // A second node has no record of its own: js itself has to answer.
        await using InteropNode other = await StartAsync(transport);
        await JoinAsync(other, js);
        Assert.Contains(
            await FindAsync(other),
            provider => provider.Id == js.Id && provider.Addresses.Contains(js.Address.WithoutPeer()!));
    }

    [JsTheory]
    [InlineData("tcp")]
    [InlineData("ws")]
    public async Task Provide_ByUs_IsFoundByJs(string transport)
    {
        await using InteropNode node = await StartAsync(transport);
        await using JsPeer js = await JsPeer.StartAsync(Options(transport));
        await JoinAsync(node, js);

        await Router(node).ProvideAsync(Content, InteropNode.Limit());

        PeerInfo provider = Assert.Single(await js.FindProvidersAsync(Content.Bytes));
        Assert.Equal(node.Alias, provider.Id);
        Assert.NotEmpty(provider.Addresses);
    }

    [JsTheory]
    [InlineData("tcp")]
    [InlineData("ws")]
    public async Task Put_ByJs_IsGotByUs(string transport)
    {
        await using InteropNode node = await StartAsync(transport);
        await using JsPeer js = await JsPeer.StartAsync(Options(transport));
        await JoinAsync(node, js);
        ContentKey key = ContentKey.FromText("/daa/from-js");

        await js.PutAsync(key.Bytes, "value of js"u8.ToArray());

        Assert.Equal(1, Router(node).Status.Values);
        Assert.Equal("value of js", await GetAsync(node, key));

        await using InteropNode other = await StartAsync(transport);
        await JoinAsync(other, js);
        Assert.Equal("value of js", await GetAsync(other, key));
    }

    [JsTheory]
    [InlineData("tcp")]
    [InlineData("ws")]
    public async Task Put_ByUs_IsGotByJs(string transport)
    {
        await using InteropNode node = await StartAsync(transport);
        await using JsPeer js = await JsPeer.StartAsync(Options(transport));
        await JoinAsync(node, js);
        ContentKey key = ContentKey.FromText("/daa/from-us");

        await Router(node).PutValueAsync(key, "our value"u8.ToArray(), InteropNode.Limit());

        Assert.Equal("our value", Encoding.UTF8.GetString(await js.GetAsync(key.Bytes)));
    }

    [JsFact]
    public async Task FindPeer_OfTwoJsThatOnlyWeKnow_IsAnsweredByUs()
    {
        await using InteropNode node = await StartAsync();
        await using JsPeer one = await JsPeer.StartAsync(Options("tcp"));
        await using JsPeer other = await JsPeer.StartAsync(Options("tcp"));
        await JoinAsync(node, one);
        await JoinAsync(node, other);

        PeerInfo found = await one.FindPeerAsync(other.Id);

        Assert.Equal(other.Id, found.Id);
        Assert.Contains(found.Addresses, address => other.Address.WithoutPeer()!.Equals(address.WithoutPeer()));
    }

    [JsFact]
    public async Task FindPeer_ThatOnlyJsKnows_IsFoundByUs()
    {
        await using InteropNode node = await StartAsync();
        await using JsPeer one = await JsPeer.StartAsync(Options("tcp"));
        await using JsPeer other = await JsPeer.StartAsync(Options("tcp"));
        await one.DialAsync(other.Address);
        await UntilAsync(async () => await one.RoutingTableAsync() == 1);
        await JoinAsync(node, one);

        PeerInfo? found = await Router(node).FindPeerAsync(other.Id, InteropNode.Limit());

        Assert.NotNull(found);
        Assert.Contains(other.Address.WithoutPeer()!, found.Addresses);
    }

    [JsFact]
    public async Task Mode_Clients_AreInNobodysTable()
    {
        await using InteropNode client = await StartAsync(mode: DhtMode.Client);
        await using InteropNode server = await StartAsync();
        await using JsPeer js = await JsPeer.StartAsync(Options("tcp") with { ClientMode = true });
        await using JsPeer jsServer = await JsPeer.StartAsync(Options("tcp"));

        await server.Peers.ConnectAsync(js.Address, InteropNode.Limit());
        await server.IdentifiedAsync(js.Id);
        await client.Peers.ConnectAsync(jsServer.Address, InteropNode.Limit());
        await jsServer.IdentifiedAsync(client.Alias);
        await UntilAsync(() => Task.FromResult(Router(client).Status.RoutingTablePeers == 1));
        await Router(client).ProvideAsync(Content, InteropNode.Limit());

        Assert.Equal(0, Router(server).Status.RoutingTablePeers);
        Assert.Equal(0, await jsServer.RoutingTableAsync());
        await JoinAsync(server, jsServer);
        Assert.Contains(await FindAsync(server), provider => provider.Id == client.Alias);
    }

    private static Task<InteropNode> StartAsync(string transport = "tcp", DhtMode mode = DhtMode.Server) =>
        InteropNode.StartAsync(
            builder =>
            {
                builder.AllowClassicalPeers();
                builder.AddRecordValidator(new AnyValueValidator());
                builder.AddDht(options =>
                {
                    options.Mode = mode;
                    options.AllowPrivateAddresses = true;
                });
            },
            transport == "ws" ? "/ip4/127.0.0.1/tcp/0/ws" : "/ip4/127.0.0.1/tcp/0");

    private static JsPeerOptions Options(string transport) =>
        new() { Transports = [transport], Kad = Kad, Namespaces = ["daa"] };

    private static IContentRouter Router(InteropNode node) => node.Services.GetRequiredService<IContentRouter>();

    /// <summary>Connects the two and waits until each is in the other's table.</summary>
    private static async Task JoinAsync(InteropNode node, JsPeer js)
    {
        int known = await js.RoutingTableAsync();
        await node.Peers.ConnectAsync(js.Address, InteropNode.Limit());
        await node.IdentifiedAsync(js.Id);
        int peers = Router(node).Status.RoutingTablePeers;
        await UntilAsync(async () =>
            Router(node).Status.RoutingTablePeers >= Math.Max(1, peers) && await js.RoutingTableAsync() > known);
    }

    private static async Task<List<PeerInfo>> FindAsync(InteropNode node)
    {
        List<PeerInfo> providers = [];
        await foreach (PeerInfo provider in Router(node).FindProvidersAsync(Content, InteropNode.Limit()))
        {
            providers.Add(provider);
        }

        return providers;
    }

    private static async Task<string?> GetAsync(InteropNode node, ContentKey key) =>
        await Router(node).GetValueAsync(key, InteropNode.Limit()) is ReadOnlyMemory<byte> value
            ? Encoding.UTF8.GetString(value.Span)
            : null;

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        CancellationToken limit = InteropNode.Limit();
        while (!await condition())
        {
            await Task.Delay(20, limit);
        }
    }
}
