using System.Text.Json;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.InteropTests.Transport;

/// <summary>Connections with js-libp2p: security, identify, ping, and what must not come about.</summary>
public sealed class ClassicalPeerTests
{
    [JsTheory]
    [InlineData("tcp")]
    [InlineData("ws")]
    public async Task Connect_ToJs_IdentifiesAndPings(string transport)
    {
        await using InteropNode node = await InteropNode.StartAsync(listen: Listen(transport));
        await using JsPeer js = await JsPeer.StartAsync(new JsPeerOptions { Transports = [transport] });

        IPeerConnection connection = await node.Peers.ConnectAsync(js.Address, InteropNode.Limit());
        await node.IdentifiedAsync(js.Id);

        await AssertAgreeAsync(node, js, connection, transport);
    }

    [JsTheory]
    [InlineData("tcp")]
    [InlineData("ws")]
    public async Task Connect_FromJs_IdentifiesAndPings(string transport)
    {
        await using InteropNode node = await InteropNode.StartAsync(listen: Listen(transport));
        await using JsPeer js = await JsPeer.StartAsync(new JsPeerOptions { Transports = [transport] });

        Assert.Equal(node.Alias, await js.DialAsync(node.AddressFor(transport)));
        IPeerConnection connection = await node.IdentifiedAsync(js.Id);

        Assert.False(connection.IsOutbound);
        await AssertAgreeAsync(node, js, connection, transport);
    }

    [JsFact]
    public async Task Connect_ToJsWithoutItsId_FindsItByTrying()
    {
        await using InteropNode node = await InteropNode.StartAsync();
        await using JsPeer js = await JsPeer.StartAsync();

        IPeerConnection connection = await node.Peers.ConnectAsync(js.Address.WithoutPeer()!, InteropNode.Limit());

        Assert.Equal(js.Id, connection.RemotePeer.Id);
        Assert.Equal(new ProtocolId("/noise"), connection.Security);
    }

    [JsFact]
    public async Task Connect_WrongPeer_IsRefusedByBothSides()
    {
        await using InteropNode node = await InteropNode.StartAsync();
        await using InteropNode other = await InteropNode.StartAsync();
        await using JsPeer js = await JsPeer.StartAsync();

        HandshakeException ours = await Assert.ThrowsAsync<HandshakeException>(async () =>
            await node.Peers.ConnectAsync(js.Address.WithPeer(other.Alias), InteropNode.Limit()));
        JsPeerException theirs = await Assert.ThrowsAsync<JsPeerException>(() =>
            js.DialAsync(node.AddressFor("tcp").WithPeer(other.Alias)));

        Assert.Equal(HandshakeError.WrongPeer, ours.Error);
        Assert.Contains("does not match", theirs.Message, StringComparison.Ordinal);
        Assert.Empty(node.Peers.Connected);
        Assert.Empty(await js.PeersAsync());
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connect_ToJsWithoutOptIn_SaysWhatWouldAllowIt(bool isNamed)
    {
        await using InteropNode node = await InteropNode.StartAsync(static _ => { });
        await using JsPeer js = await JsPeer.StartAsync();
        Multiaddress address = isNamed ? js.Address : js.Address.WithoutPeer()!;

        HandshakeException error = await Assert.ThrowsAsync<HandshakeException>(async () =>
            await node.Peers.ConnectAsync(address, InteropNode.Limit()));

        Assert.Equal(HandshakeError.NoCommonProtocol, error.Error);
        Assert.Contains("AllowClassicalPeers", error.Message, StringComparison.Ordinal);
    }

    [JsFact]
    public async Task Connect_FromJsWithoutOptIn_IsRefusedAndLogged()
    {
        RecordingLog log = new();
        await using InteropNode node = await InteropNode.StartAsync(log.AddTo);
        await using JsPeer js = await JsPeer.StartAsync();

        await Assert.ThrowsAsync<JsPeerException>(() => js.DialAsync(node.Peers.LocalPeer.Addresses[0]));
        string entry = await log.FindAsync("The handshake with");

        Assert.Contains("/noise", entry, StringComparison.Ordinal);
        Assert.Contains("AllowClassicalPeers", entry, StringComparison.Ordinal);
        Assert.Empty(node.Peers.Connected);
    }

    [JsFact]
    public async Task Connect_BothOurs_StaysPostQuantumWhereClassicalPeersAreAllowed()
    {
        await using InteropNode one = await InteropNode.StartAsync();
        await using InteropNode two = await InteropNode.StartAsync();

        IPeerConnection connection =
            await one.Peers.ConnectAsync(two.Peers.LocalPeer.Addresses[0], InteropNode.Limit());

        Assert.True(connection.IsPostQuantum);
        Assert.Equal(two.Id, connection.RemotePeer.Id);
    }

    [JsFact]
    public async Task Connect_OursByItsAlias_UsesTheHybridDraft()
    {
        await using InteropNode one = await InteropNode.StartAsync();
        await using InteropNode two = await InteropNode.StartAsync();

        IPeerConnection connection = await one.Peers.ConnectAsync(two.AddressFor("tcp"), InteropNode.Limit());
        await one.IdentifiedAsync(two.Alias);

        Assert.False(connection.IsPostQuantum);
        Assert.Equal("/noise-mlkem768-hfs/0.2.0", connection.Security.Value);
    }

    private static string[] Listen(string transport) =>
        [transport == "ws" ? "/ip4/127.0.0.1/tcp/0/ws" : "/ip4/127.0.0.1/tcp/0"];

    private static async Task AssertAgreeAsync(InteropNode node, JsPeer js, IPeerConnection connection, string transport)
    {
        Assert.Equal(js.Id, connection.RemotePeer.Id);
        Assert.Equal("/noise", connection.Security.Value);
        Assert.False(connection.IsPostQuantum);
        Assert.StartsWith("js-libp2p/", connection.RemotePeer.AgentVersion, StringComparison.Ordinal);
        Assert.Contains(new ProtocolId("/ipfs/ping/1.0.0"), connection.RemotePeer.Protocols);
        Assert.Contains(js.Address.WithoutPeer()!, connection.RemotePeer.Addresses.Select(address => address.WithoutPeer()!));

        JsonElement told = await js.IdentifiedAsync(node.Alias);
        string listening = node.AddressFor(transport).WithoutPeer()!.ToString();
        Assert.StartsWith("daa-compute/", told.GetProperty("agent").GetString(), StringComparison.Ordinal);
        Assert.Contains("/ipfs/id/1.0.0", Texts(told, "protocols"));
        Assert.Contains(listening, Texts(told, "addresses").Select(WithoutPeer));
        Assert.Contains(listening, Texts(told, "record").Select(WithoutPeer));
        Assert.Equal(node.Alias.ToString(), (await js.PeersAsync()).Single().GetProperty("peer").GetString());

        Assert.True(await node.Peers.PingAsync(js.Id, InteropNode.Limit()) > TimeSpan.Zero);

        // It counts whole milliseconds.
        Assert.True(await js.PingAsync(node.Alias) >= TimeSpan.Zero);
    }

    private static IEnumerable<string> Texts(JsonElement line, string name) =>
        line.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);

    private static string WithoutPeer(string address) => Multiaddress.Parse(address).WithoutPeer()!.ToString();
}
