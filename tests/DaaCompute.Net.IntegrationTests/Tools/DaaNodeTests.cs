using System.Diagnostics;
using System.Text.Json;

namespace DaaCompute.Net.IntegrationTests.Tools;

public sealed class DaaNodeTests
{
    private const string PostQuantum = "/daa/noise-pq/1.0.0";

    private static readonly string[] Loopback = ["node", "run", "--json", "--no-mdns", "--listen", "/ip4/127.0.0.1/tcp/0"];

    [Fact]
    public async Task NodeRun_WithJson_SaysWhereItListensAndStopsWithItsInput()
    {
        using ToolFolder folder = new();
        await using DaaProcess node = DaaProcess.Start(folder.Path, Loopback);

        JsonElement ready = await node.ReadAsync();
        node.CloseInput();

        string peer = ready.GetProperty("peerId").GetString()!;
        Multiaddress address = Multiaddress.Parse(Assert.Single(Texts(ready, "addresses")));
        Assert.Equal(peer, address.PeerId?.ToString());
        Assert.NotEqual("0", address.ValueOf("tcp"));
        Assert.Equal(PostQuantum, Texts(ready, "security")[0]);
        Assert.Equal("stopped", (await node.ReadAsync()).GetProperty("event").GetString());
        Assert.Equal(0, await node.EndAsync());
    }

    [UnixFact]
    public async Task NodeRun_OnSigTerm_StopsCleanly()
    {
        using ToolFolder folder = new();
        await using DaaProcess node = DaaProcess.Start(folder.Path, Loopback);
        await node.ReadAsync();

        using Process signal = Process.Start("kill", ["-TERM", $"{node.Id}"]);
        await signal.WaitForExitAsync();

        await node.ReadEventAsync("stopped");
        Assert.Equal(0, await node.EndAsync());
    }

    [Fact]
    public async Task NodeRun_WithABootstrapNode_TellsOfTheConnectionAtBothEnds()
    {
        using ToolFolder folder = new();
        await using DaaProcess first = DaaProcess.Start(folder.Path, Loopback);
        JsonElement firstReady = await first.ReadAsync();
        await using DaaProcess second = DaaProcess.Start(
            folder.Path, [.. Loopback, "--bootstrap", Texts(firstReady, "addresses")[0], "--role", "hub"]);
        string secondPeer = (await second.ReadAsync()).GetProperty("peerId").GetString()!;

        JsonElement outbound = await second.ReadEventAsync("connected");
        JsonElement inbound = await first.ReadEventAsync("connected");
        JsonElement identified = await first.ReadEventAsync("identified");
        second.CloseInput();
        JsonElement lost = await first.ReadEventAsync("disconnected");

        Assert.Equal(firstReady.GetProperty("peerId").GetString(), outbound.GetProperty("peerId").GetString());
        Assert.True(outbound.GetProperty("outbound").GetBoolean());
        Assert.False(inbound.GetProperty("outbound").GetBoolean());
        Assert.True(inbound.GetProperty("postQuantum").GetBoolean());
        Assert.Equal(PostQuantum, inbound.GetProperty("security").GetString());
        Assert.All([inbound, identified, lost], line => Assert.Equal(secondPeer, line.GetProperty("peerId").GetString()));
        Assert.Equal("RegionalHub", identified.GetProperty("role").GetString());
        Assert.Equal(0, await second.EndAsync());
    }

    [Fact]
    public async Task NodeRun_WithNothingButARendezvousPoint_MeetsTheOtherNodeThere()
    {
        using ToolFolder folder = new();
        await using DaaProcess point = DaaProcess.Start(folder.Path, [.. Loopback, "--role", "super", "--rendezvous-server"]);
        JsonElement ready = await point.ReadAsync();
        string[] meet = [.. Loopback, "--rendezvous", Texts(ready, "addresses")[0]];
        await using DaaProcess first = DaaProcess.Start(folder.Path, meet);
        string firstPeer = (await first.ReadAsync()).GetProperty("peerId").GetString()!;
        await first.ReadEventAsync("identified");
        await using DaaProcess second = DaaProcess.Start(folder.Path, meet);
        string secondPeer = (await second.ReadAsync()).GetProperty("peerId").GetString()!;

        Assert.Contains(firstPeer, await ConnectedAsync(second, count: 2));
        Assert.Contains(secondPeer, await ConnectedAsync(first, count: 1));
    }

    [Fact]
    public async Task NodeRun_WithAnIdentityFile_KeepsItsName()
    {
        using ToolFolder folder = new();
        string[] arguments = [.. Loopback, "--identity", folder.File("node.pem")];
        string[] names = new string[2];
        for (int run = 0; run < names.Length; run++)
        {
            await using DaaProcess node = DaaProcess.Start(folder.Path, arguments);
            names[run] = (await node.ReadAsync()).GetProperty("peerId").GetString()!;
            node.CloseInput();
            Assert.Equal(0, await node.EndAsync());
        }

        Assert.Equal(names[0], names[1]);
    }

    [Theory]
    [InlineData("--listen", "nowhere")]
    [InlineData("--role", "king")]
    [InlineData("--nonsense", "1")]
    public async Task NodeRun_WithAWrongOption_IsAUsageError(string option, string value)
    {
        using ToolFolder folder = new();

        (int code, _, string errors) = await DaaProcess.RunAsync(folder.Path, "node", "run", option, value);

        Assert.Equal(2, code);
        Assert.Contains(option == "--nonsense" ? option : value, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NodeRun_OnAnAddressInUse_FailsAndNamesIt()
    {
        using ToolFolder folder = new();
        await using DaaProcess first = DaaProcess.Start(folder.Path, Loopback);
        string taken = Multiaddress.Parse(Texts(await first.ReadAsync(), "addresses")[0]).WithoutPeer()!.ToString();

        (int code, _, string errors) = await DaaProcess.RunAsync(folder.Path, "node", "run", "--listen", taken);

        Assert.Equal(1, code);
        Assert.Contains(taken, errors, StringComparison.Ordinal);
    }

    private static async Task<string[]> ConnectedAsync(DaaProcess node, int count)
    {
        string[] peers = new string[count];
        for (int index = 0; index < count; index++)
        {
            peers[index] = (await node.ReadEventAsync("connected")).GetProperty("peerId").GetString()!;
        }

        return peers;
    }

    private static string[] Texts(JsonElement line, string property) =>
        [.. line.GetProperty(property).EnumerateArray().Select(text => text.GetString()!)];
}
