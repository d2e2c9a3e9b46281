using DaaCompute.Net.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Tests.Runtime;

public sealed class NetworkLifetimeTests
{
    private readonly List<string> _journal = [];

    [Fact]
    public async Task StartAndStop_LayersInAnyOrder_RunBottomUpAndTopDown()
    {
        await using NetworkLifetime lifetime = Create(
            new RecordingLayer("training", NetworkLayer.Application, _journal),
            new RecordingLayer("tcp", NetworkLayer.Transport, _journal),
            new RecordingLayer("dht", NetworkLayer.Routing, _journal),
            new RecordingLayer("keys", NetworkLayer.Cryptography, _journal));

        await lifetime.StartAsync(CancellationToken.None);
        await lifetime.StopAsync(CancellationToken.None);

        Assert.Equal(
            ["start keys", "start tcp", "start dht", "start training", "stop training", "stop dht", "stop tcp", "stop keys"],
            _journal);
    }

    [Fact]
    public async Task Start_OneLayerFails_StopsWhatRanAndThrows()
    {
        await using NetworkLifetime lifetime = Create(
            new RecordingLayer("tcp", NetworkLayer.Transport, _journal),
            new RecordingLayer("dht", NetworkLayer.Routing, _journal) { StartFailure = new IOException("no") },
            new RecordingLayer("training", NetworkLayer.Application, _journal));

        await Assert.ThrowsAsync<IOException>(async () => await lifetime.StartAsync(CancellationToken.None));

        Assert.Equal(["start tcp", "start dht", "stop dht", "stop tcp"], _journal);
    }

    [Fact]
    public async Task Stop_OneLayerFailsOrHangs_StopsTheOthers()
    {
        await using NetworkLifetime lifetime = Create(
            new RecordingLayer("tcp", NetworkLayer.Transport, _journal),
            new RecordingLayer("dht", NetworkLayer.Routing, _journal) { StopFailure = new IOException("no") },
            new RecordingLayer("training", NetworkLayer.Application, _journal) { HangsOnStop = true });
        await lifetime.StartAsync(CancellationToken.None);

        await lifetime.StopAsync(CancellationToken.None);

        Assert.Equal(["stop dht", "stop tcp"], _journal[^2..]);
    }

    [Fact]
    public async Task StartAndStop_Twice_HappenOnce()
    {
        NetworkLifetime lifetime = Create(new RecordingLayer("tcp", NetworkLayer.Transport, _journal));
        await lifetime.StartAsync(CancellationToken.None);
        await lifetime.StartAsync(CancellationToken.None);
        await lifetime.StopAsync(CancellationToken.None);
        await lifetime.DisposeAsync();

        Assert.Equal(["start tcp", "stop tcp"], _journal);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await lifetime.StartAsync(CancellationToken.None));
    }

    private static NetworkLifetime Create(params ILayerService[] services) => new(
        services,
        TimeProvider.System,
        Options.Create(new DaaComputeNetworkOptions { StopTimeout = TimeSpan.FromMilliseconds(50) }),
        NullLogger<NetworkLifetime>.Instance);
}
