using System.Text.Json;

namespace DaaCompute.Net.IntegrationTests.Tools;

public sealed class DaaPingTests
{
    private const string Stranger = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";

    [Fact]
    public async Task Ping_ARunningNode_MeasuresRoundTrips()
    {
        using ToolFolder folder = new();
        await using DaaProcess node = DaaProcess.Start(folder.Path, "node", "run", "--json", "--listen", "/ip4/127.0.0.1/tcp/0");
        JsonElement ready = await node.ReadAsync();
        string address = ready.GetProperty("addresses")[0].GetString()!;

        (int code, string output, _) = await DaaProcess.RunAsync(folder.Path, "ping", address, "--count", "3", "--json");

        JsonElement report = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal(0, code);
        Assert.Equal(ready.GetProperty("peerId").GetString(), report.GetProperty("peerId").GetString());
        Assert.True(report.GetProperty("postQuantum").GetBoolean());
        Assert.Equal(3, report.GetProperty("roundTripsMs").GetArrayLength());
        Assert.All(report.GetProperty("roundTripsMs").EnumerateArray(), time => Assert.True(time.GetDouble() > 0));
    }

    [Fact]
    public async Task Ping_WithAnotherPeersName_RefusesWhoAnswers()
    {
        using ToolFolder folder = new();
        await using DaaProcess node = DaaProcess.Start(folder.Path, "node", "run", "--json", "--listen", "/ip4/127.0.0.1/tcp/0");
        Multiaddress address = Multiaddress.Parse((await node.ReadAsync()).GetProperty("addresses")[0].GetString()!);

        (int code, string output, string errors) = await DaaProcess.RunAsync(
            folder.Path, "ping", address.WithPeer(PeerId.Parse(Stranger)).ToString());

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(Stranger, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ping_WhereNobodyListens_Fails()
    {
        using ToolFolder folder = new();

        (int code, _, string errors) = await DaaProcess.RunAsync(folder.Path, "ping", "/ip4/127.0.0.1/tcp/1");

        Assert.Equal(1, code);
        Assert.Contains("/ip4/127.0.0.1/tcp/1", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("ping", "localhost:4001")]
    [InlineData("ping", "/ip4/127.0.0.1/tcp/1", "--count", "0")]
    public async Task Ping_WithAWrongCommandLine_IsAUsageError(params string[] arguments)
    {
        using ToolFolder folder = new();

        Assert.Equal(2, (await DaaProcess.RunAsync(folder.Path, arguments)).Code);
    }
}
