using System.Collections.Immutable;
using System.Text.Json;

namespace DaaCompute.Net.InteropTests;

/// <summary>A stock js-libp2p peer in a process of its own.</summary>
/// <remarks>Every call ends within <see cref="JsProcess.Patience"/>; disposing ends the process.</remarks>
internal sealed class JsPeer : IAsyncDisposable
{
    private readonly JsProcess _process;

    private JsPeer(JsProcess process, PeerId id, ImmutableArray<Multiaddress> addresses)
    {
        _process = process;
        Id = id;
        Addresses = addresses;
    }

    public PeerId Id { get; }

    /// <summary>Where it listens, its id at the end.</summary>
    public ImmutableArray<Multiaddress> Addresses { get; }

    public Multiaddress Address => Addresses[0];

    public static async Task<JsPeer> StartAsync(JsPeerOptions? options = null)
    {
        JsProcess process = JsProcess.Start();
        try
        {
            JsonElement started = await process.CallAsync("start", options ?? new JsPeerOptions());
            return new JsPeer(process, IdOf(started), AddressesOf(started));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Dials an address, which should end in a peer's id.</summary>
    public async Task<PeerId> DialAsync(Multiaddress address) =>
        PeerId.Parse((await CallAsync("dial", new { address = address.ToString() })).GetString()!);

    public Task HangUpAsync(PeerId peer) => CallAsync("hangUp", new { peer = peer.ToString() });

    public async Task<TimeSpan> PingAsync(PeerId peer) =>
        TimeSpan.FromMilliseconds((await CallAsync("ping", new { peer = peer.ToString() })).GetDouble());

    /// <summary>Its connections: <c>peer</c>, <c>address</c>, <c>security</c>, <c>multiplexer</c>, <c>direction</c>.</summary>
    public async Task<IReadOnlyList<JsonElement>> PeersAsync() => [.. (await CallAsync("peers")).EnumerateArray()];

    /// <summary>What its peer store keeps of a peer: <c>id</c>, <c>addresses</c>, <c>protocols</c>.</summary>
    public Task<JsonElement> KnownAsync(PeerId peer) => CallAsync("known", new { peer = peer.ToString() });

    /// <summary>What a peer told it by identify: <c>agent</c>, <c>protocols</c>, <c>addresses</c>, <c>observed</c>, <c>record</c>.</summary>
    public Task<JsonElement> IdentifiedAsync(PeerId peer) =>
        EventAsync("peer:identify", line => line.GetProperty("peer").GetString() == peer.ToString());

    /// <summary>Announces content to its DHT.</summary>
    /// <param name="multihash">The content's multihash, which is the DHT's key.</param>
    public Task ProvideAsync(ReadOnlyMemory<byte> multihash) => CallAsync("provide", new { multihash });

    public async Task<IReadOnlyList<PeerInfo>> FindProvidersAsync(ReadOnlyMemory<byte> multihash) =>
        [.. (await CallAsync("findProviders", new { multihash })).EnumerateArray().Select(InfoOf)];

    public Task PutAsync(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> value) => CallAsync("put", new { key, value });

    public async Task<byte[]> GetAsync(ReadOnlyMemory<byte> key) =>
        (await CallAsync("get", new { key })).GetBytesFromBase64();

    public async Task<PeerInfo> FindPeerAsync(PeerId peer) =>
        InfoOf(await CallAsync("findPeer", new { peer = peer.ToString() }));

    /// <summary>How many peers its DHT's routing table holds.</summary>
    public async Task<int> RoutingTableAsync() => (await CallAsync("routingTable")).GetInt32();

    public Task SubscribeAsync(string topic) => CallAsync("subscribe", new { topic });

    public Task UnsubscribeAsync(string topic) => CallAsync("unsubscribe", new { topic });

    /// <summary>Waits until it hears that a peer is subscribed.</summary>
    public Task SubscriptionAsync(PeerId peer, string topic) => EventAsync("subscription", line =>
        line.GetProperty("peer").GetString() == peer.ToString()
        && line.GetProperty("topic").GetString() == topic
        && line.GetProperty("subscribe").GetBoolean());

    /// <summary>Waits until a peer joins its mesh for a topic, whoever of the two asked.</summary>
    public Task GraftAsync(PeerId peer, string topic) => EventAsync("graft", line =>
        line.GetProperty("peer").GetString() == peer.ToString() && line.GetProperty("topic").GetString() == topic);

    /// <summary>The peers that it knows to be subscribed.</summary>
    public async Task<IReadOnlyList<PeerId>> SubscribersAsync(string topic) =>
        IdsOf(await CallAsync("subscribers", new { topic }));

    /// <summary>The peers in its mesh for a topic.</summary>
    public async Task<IReadOnlyList<PeerId>> MeshAsync(string topic) => IdsOf(await CallAsync("mesh", new { topic }));

    /// <summary>Publishes; the result is whom it was sent to.</summary>
    public async Task<IReadOnlyList<PeerId>> PublishAsync(string topic, ReadOnlyMemory<byte> data) =>
        IdsOf(await CallAsync("publish", new { topic, data }));

    /// <summary>The next message on a topic that nobody has waited for yet: its data, its signer (null when unsigned).</summary>
    public async Task<(byte[] Data, PeerId? From)> MessageAsync(string topic)
    {
        JsonElement line = await EventAsync("message", line => line.GetProperty("topic").GetString() == topic);
        return (line.GetProperty("data").GetBytesFromBase64(),
            line.TryGetProperty("from", out JsonElement from) ? PeerId.Parse(from.GetString()!) : null);
    }

    /// <summary>Calls a command of <c>peer.mjs</c>.</summary>
    public Task<JsonElement> CallAsync(string command, object? arguments = null) => _process.CallAsync(command, arguments);

    /// <summary>The first event of a kind that nobody has waited for yet, past or to come.</summary>
    public Task<JsonElement> EventAsync(string kind, Func<JsonElement, bool>? where = null) =>
        _process.EventAsync(kind, where ?? (static _ => true));

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static PeerId IdOf(JsonElement peer) => PeerId.Parse(peer.GetProperty("id").GetString()!);

    private static ImmutableArray<Multiaddress> AddressesOf(JsonElement peer) =>
        [.. peer.GetProperty("addresses").EnumerateArray().Select(address => Multiaddress.Parse(address.GetString()!))];

    private static PeerInfo InfoOf(JsonElement peer) => new(IdOf(peer), AddressesOf(peer));

    private static PeerId[] IdsOf(JsonElement ids) =>
        [.. ids.EnumerateArray().Select(id => PeerId.Parse(id.GetString()!))];
}
