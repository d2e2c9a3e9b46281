using System.Text.Json;

namespace DaaCompute.Net.IntegrationTests.Tools;

public sealed class DaaTopicTests
{
    private const string Topic = "/daa-compute/checkpoints";

    private static readonly string[] Loopback = ["--json", "--no-mdns", "--listen", "/ip4/127.0.0.1/tcp/0"];

    [Theory]
    [InlineData("envelope")]
    [InlineData("unsigned")]
    public async Task Publish_ToATopic_IsHeardByTheNodesThatJoinedIt(string policy)
    {
        using ToolFolder folder = new();
        await using DaaProcess hub = DaaProcess.Start(
            folder.Path, ["node", "run", "--topic", Topic, "--policy", policy, .. Loopback]);
        string address = (await hub.ReadAsync()).GetProperty("addresses")[0].GetString()!;
        string[] join = [.. Loopback, "--policy", policy, "--bootstrap", address];
        await using DaaProcess subscriber = DaaProcess.Start(folder.Path, ["subscribe", Topic, "--count", "1", .. join]);
        await subscriber.ReadEventAsync("subscribed");

        (int code, string output, string errors) = await DaaProcess.RunAsync(
            folder.Path, ["publish", Topic, "round 42 is done", "--within", "60", .. join]);
        JsonElement atHub = await hub.ReadEventAsync("message");
        JsonElement atSubscriber = await subscriber.ReadEventAsync("message");

        Assert.True(code == 0, errors);
        Assert.Equal(1, JsonSerializer.Deserialize<JsonElement>(output).GetProperty("messages").GetInt32());
        Assert.All([atHub, atSubscriber], message => Assert.Equal("round 42 is done", message.GetProperty("text").GetString()));
        Assert.Equal(policy == "envelope", atSubscriber.GetProperty("author").ValueKind == JsonValueKind.String);
        Assert.Equal(0, await subscriber.EndAsync());
    }

    [Fact]
    public async Task Publish_WhereNobodyJoined_FailsAndSaysSo()
    {
        using ToolFolder folder = new();
        await using DaaProcess hub = DaaProcess.Start(folder.Path, ["node", "run", .. Loopback]);
        string address = (await hub.ReadAsync()).GetProperty("addresses")[0].GetString()!;

        (int code, _, string errors) = await DaaProcess.RunAsync(
            folder.Path, ["publish", Topic, "anybody?", "--within", "3", .. Loopback, "--bootstrap", address]);

        Assert.Equal(1, code);
        Assert.Contains(Topic, errors, StringComparison.Ordinal);
    }
}
