using System.Buffers.Binary;
using DaaCompute.Net.Storage.Diagnostics;
using DaaCompute.Net.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DaaCompute.Net.Storage.Tests.Sqlite;

/// <summary>Commits numbered batches, several at a time, and says of each when it is durable, until it is killed.</summary>
internal static class CrashWriter
{
    public const int Lanes = 4;

    /// <summary>Each batch has this many pairs, which hold the same number: half a batch would show.</summary>
    public const int Pairs = 3;

    public static async Task<int> RunAsync(string path, long from)
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<StorageMetrics>().BuildServiceProvider();
        await using SqliteStateStore store = new(
            new StateStoreOptions { Path = path },
            StateSchema.Current,
            TimeProvider.System,
            services.GetRequiredService<StorageMetrics>(),
            NullLogger.Instance);
        await store.OpenAsync(CancellationToken.None);
        Console.WriteLine("open");
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => WriteAsync(store, lane, from)));
        return 0;
    }

    public static StateChange[] Batch(int lane, long number)
    {
        byte[] value = new byte[200 + (int)(number % 5000)];
        BinaryPrimitives.WriteInt64BigEndian(value, number);
        return [.. Enumerable.Range(0, Pairs).Select(pair => new StateChange("lanes", new[] { (byte)lane, (byte)pair }, value))];
    }

    private static async Task WriteAsync(SqliteStateStore store, int lane, long from)
    {
        for (long number = from; ; number++)
        {
            await store.CommitAsync(Batch(lane, number), CancellationToken.None);
            Console.WriteLine(FormattableString.Invariant($"{lane} {number}"));
        }
    }
}
