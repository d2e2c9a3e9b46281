using DaaCompute.Net.Dht;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Training.Diagnostics;
using DaaCompute.Net.Training.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>A node with nothing but the training protocol on a fake network.</summary>
internal sealed class TestNode(FakeHub hub, int number, TimeProvider time) : IAsyncDisposable
{
    public FakeNetwork Network { get; } = hub.Add(number);

    public TrainingProtocol Training { get; private set; } = null!;

    public static async Task<TestNode> StartAsync(
        FakeHub hub, int number, TimeProvider time, IContentRouter? content = null, IGossip? gossip = null)
    {
        var node = new TestNode(hub, number, time);
        await node.StartAsync(content, gossip);
        return node;
    }

    public Task<IAllReduceGroup> JoinAsync(AllReduceOptions options) =>
        Training.JoinGroupAsync(new GroupId("test"), options).AsTask();

    public async ValueTask DisposeAsync()
    {
        await Training.StopAsync(CancellationToken.None);
        Training.Dispose();
    }

    private async Task StartAsync(IContentRouter? content, IGossip? gossip)
    {
        Training = new TrainingProtocol(
            Network,
            new FakeDirectory(),
            new FakeIdentity(number),
            new FakeVerifier(),
            new Sha256ContentHash(),
            new FakeEntropy(number),
            time,
            Options.Create(new TrainingOptions()),
            new TrainingMetrics(null),
            NullLogger<TrainingProtocol>.Instance,
            content,
            gossip);
        await Training.StartAsync(CancellationToken.None);
    }
}
