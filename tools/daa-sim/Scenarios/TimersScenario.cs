using System.Globalization;
using System.Threading.Channels;
using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>Everything that schedules code, all at once: the machine itself must order it the same way each time.</summary>
internal sealed class TimersScenario : IScenario
{
    private const int Rounds = 400;

    public string Name => "timers";

    public string Summary => "Timers, tasks, channels and semaphores of every node interleave the same way each time.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        long sum = 0;
        Channel<int> channel = Channel.CreateBounded<int>(4);
        using SemaphoreSlim semaphore = new(2, 2);
        Task reader = ReadAsync(cluster, channel.Reader);
        Task[] tasks = new Task[cluster.Nodes.Length];
        for (int index = 0; index < tasks.Length; index++)
        {
            int number = index + 1;
            SeededEntropySource entropy = cluster.Entropy(string.Create(CultureInfo.InvariantCulture, $"{number}"));
            tasks[index] = Task.Run(async () =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    await Task.Delay(TimeSpan.FromMicroseconds(entropy.NextInt32(5_000)), cluster.Time).ConfigureAwait(false);
                    await semaphore.WaitAsync().ConfigureAwait(false);
                    await Task.Yield();
                    await channel.Writer.WriteAsync(number).ConfigureAwait(false);
                    sum += await Task.Run(() => number).ConfigureAwait(false);
                    semaphore.Release();
                }
            });
        }

        await Task.WhenAll(tasks);
        channel.Writer.Complete();
        await reader;
        long expected = (long)Rounds * tasks.Length * (tasks.Length + 1) / 2;
        cluster.Require(sum == expected, $"one thread lost an update: {sum} of {expected}");
    }

    private static async Task ReadAsync(SimulatedCluster cluster, ChannelReader<int> reader)
    {
        await foreach (int number in reader.ReadAllAsync())
        {
            cluster.Mark(number.ToString(CultureInfo.InvariantCulture));
        }
    }
}
