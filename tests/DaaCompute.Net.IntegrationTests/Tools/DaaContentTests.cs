using System.Text.Json;

namespace DaaCompute.Net.IntegrationTests.Tools;

public sealed class DaaContentTests : IAsyncLifetime, IDisposable
{
    private readonly ToolFolder _folder = new();
    private DaaProcess _hub = null!;
    private string _hubPeer = null!;
    private string[] _join = null!;

    public async Task InitializeAsync()
    {
        _hub = DaaProcess.Start(
            _folder.Path, "node", "run", "--json", "--role", "super", "--no-mdns", "--listen", "/ip4/127.0.0.1/tcp/0");
        JsonElement ready = await _hub.ReadAsync();
        _hubPeer = ready.GetProperty("peerId").GetString()!;
        _join = ["--json", "--no-mdns", "--listen", "/ip4/127.0.0.1/tcp/0", "--bootstrap", ready.GetProperty("addresses")[0].GetString()!];
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FindProviders_ContentAnnounced_NamesWhoHasItAndWhere()
    {
        await using DaaProcess provider = DaaProcess.Start(_folder.Path, ["provide", "text:layer-07", .. _join]);
        JsonElement provided = await provider.ReadEventAsync("provided");

        (int code, string output, string errors) = await DaaProcess.RunAsync(
            _folder.Path, ["find-providers", "text:layer-07", "--count", "1", .. _join]);

        Assert.True(code == 0, errors);
        JsonElement found = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal(provided.GetProperty("peerId").GetString(), found.GetProperty("peerId").GetString());
        Assert.NotEqual(0, found.GetProperty("addresses").GetArrayLength());
    }

    [Fact]
    public async Task FindProviders_NobodyHasIt_FailsAndSaysSo()
    {
        (int code, string output, string errors) = await DaaProcess.RunAsync(
            _folder.Path, ["find-providers", "text:nothing", "--within", "20", .. _join]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains("nobody has", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindPeer_ServerOfTheNetwork_PrintsItsAddresses()
    {
        (int code, string output, string errors) = await DaaProcess.RunAsync(
            _folder.Path, ["find-peer", _hubPeer, .. _join]);

        Assert.True(code == 0, errors);
        JsonElement found = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal(_hubPeer, found.GetProperty("peerId").GetString());
        Assert.Contains("/p2p/" + _hubPeer, found.GetProperty("addresses")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peers_OfANetwork_ListsTheBootstrapNode()
    {
        (int code, string output, string errors) = await DaaProcess.RunAsync(_folder.Path, ["peers", "--for", "2", .. _join]);

        Assert.True(code == 0, errors);
        JsonElement hub = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Single(peer => peer.GetProperty("peerId").GetString() == _hubPeer);
        Assert.True(hub.GetProperty("connected").GetBoolean());
        Assert.True(hub.GetProperty("postQuantum").GetBoolean());
        Assert.Equal("SuperNode", hub.GetProperty("role").GetString());
    }

    [Theory]
    [InlineData("provide", "no key")]
    [InlineData("find-providers", "zz")]
    [InlineData("find-peer", "nobody")]
    public async Task Command_WithAWrongName_IsAUsageError(string command, string name)
    {
        (int code, _, string errors) = await DaaProcess.RunAsync(_folder.Path, [command, name, .. _join]);

        Assert.Equal(2, code);
        Assert.Contains(name, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithoutABootstrapNode_IsAUsageErrorThatNamesTheOption()
    {
        (int code, _, string errors) = await DaaProcess.RunAsync(_folder.Path, "find-providers", "text:any");

        Assert.Equal(2, code);
        Assert.Contains("--bootstrap", errors, StringComparison.Ordinal);
    }
}
