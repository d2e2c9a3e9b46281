using System.Runtime.CompilerServices;
using DaaCompute.Net.Runtime;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Tests.Runtime;

public sealed class PeerDiscoveryServiceTests
{
    private static readonly PeerId Peer = PeerId.Parse("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");

    [Fact]
    public async Task Start_SourcesInAnyOrder_AreBegunInTheSpecificationsOrder()
    {
        List<string> begun = [];
        DaaComputeNetworkBuilder builder = new(NodePresets.Loopback);
        foreach (string name in (string[])["own", "rendezvous", "mdns", "dht", "bootstrap"])
        {
            builder.Services.AddSingleton<IPeerSource>(new ListedSource(name, () => Note(begun, name)));
        }

        // Beside these there are the node's own, of the same names.

        await using DaaComputeNetwork network = await builder.StartAsync();
        await UntilAsync(() => Count(begun) == 5);

        Assert.Equal(["bootstrap", "dht", "mdns", "own", "rendezvous"], begun.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["bootstrap", "stored", "dht", "mdns", "rendezvous", "own"],
            network.Services.GetServices<ILayerService>().OfType<PeerDiscoveryService>().Single().Sources.Distinct());
    }

    [Fact]
    public async Task Start_ASourceThatThrows_IsBegunAgainAndStopsNoOther()
    {
        int attempts = 0;
        LeapingTime time = new();
        DaaComputeNetworkBuilder builder = new();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IPeerSource>(new ListedSource("broken", () =>
        {
            Interlocked.Increment(ref attempts);
            throw new InvalidCastException("a source of the host's own may throw anything");
        }));
        builder.Services.AddSingleton<IPeerSource>(new ListedSource("whole", static () => { }, new PeerInfo(Peer, [Multiaddress.Parse("/memory/1")])));

        await using DaaComputeNetwork network = await builder.StartAsync();
        await UntilAsync(() => network.Directory.Find(Peer) is not null);
        await UntilAsync(() =>
        {
            time.Leap(TimeSpan.FromMinutes(5));
            return Volatile.Read(ref attempts) >= 3;
        });

        Assert.Equal(["/memory/1"], network.Directory.Find(Peer)!.Addresses.Select(address => address.ToString()));
    }

    [Fact]
    public async Task Start_ASourceThatFindsThisNode_LeavesItOutOfTheDirectory()
    {
        DaaComputeNetworkBuilder builder = new();
        SelfSource source = new();
        builder.Services.AddSingleton<IPeerSource>(source);

        await using DaaComputeNetwork network = await builder.StartAsync();
        source.Found.SetResult(
            [new PeerInfo(network.LocalPeer.Id, [Multiaddress.Parse("/memory/2")]), new PeerInfo(Peer, [Multiaddress.Parse("/memory/1")])]);
        await UntilAsync(() => network.Directory.Find(Peer) is not null);

        Assert.Null(network.Directory.Find(network.LocalPeer.Id));
    }

    private static void Note(List<string> begun, string name)
    {
        lock (begun)
        {
            begun.Add(name);
        }
    }

    private static int Count(List<string> begun)
    {
        lock (begun)
        {
            return begun.Count;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(1, limit.Token);
        }
    }

    private sealed class ListedSource(string name, Action begun, params PeerInfo[] peers) : IPeerSource
    {
        public string Name => name;

        public async IAsyncEnumerable<PeerInfo> DiscoverAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            begun();
            foreach (PeerInfo peer in peers)
            {
                yield return peer;
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }

    private sealed class SelfSource : IPeerSource
    {
        public TaskCompletionSource<PeerInfo[]> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "self";

        public async IAsyncEnumerable<PeerInfo> DiscoverAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (PeerInfo peer in await Found.Task.WaitAsync(cancellationToken))
            {
                yield return peer;
            }
        }
    }

    /// <summary>Timers fire when the test says so; all that is due by then, once.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private readonly List<LeapingTimer> _timers = [];
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Now();

        public override long GetTimestamp() => Now().Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            LeapingTimer timer = new(this, () => callback(state));
            timer.Change(dueTime, period);
            return timer;
        }

        public void Leap(TimeSpan by)
        {
            LeapingTimer[] due;
            lock (_timers)
            {
                _now += by;
                due = [.. _timers.Where(timer => timer.Due <= _now)];
                _timers.RemoveAll(timer => timer.Due <= _now);
            }

            foreach (LeapingTimer timer in due)
            {
                timer.Fire();
            }
        }

        private TimeSpan Now()
        {
            lock (_timers)
            {
                return _now;
            }
        }

        private sealed class LeapingTimer(LeapingTime time, Action fire) : ITimer
        {
            public TimeSpan Due { get; private set; }

            public void Fire() => fire();

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                lock (time._timers)
                {
                    time._timers.Remove(this);
                    if (dueTime >= TimeSpan.Zero)
                    {
                        Due = time._now + dueTime;
                        time._timers.Add(this);
                    }
                }

                return true;
            }

            public void Dispose()
            {
                lock (time._timers)
                {
                    time._timers.Remove(this);
                }
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
