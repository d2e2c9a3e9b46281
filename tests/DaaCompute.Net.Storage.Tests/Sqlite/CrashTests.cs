using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using DaaCompute.Net.Storage.Sqlite;

namespace DaaCompute.Net.Storage.Tests.Sqlite;

/// <summary>A process that commits is killed, again and again, at moments that chance decides.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Rounds = 12;

    // A bound on a hang, not an expectation.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_AtAnyMoment_KeepsWhatWasAcknowledgedAndHalvesNothing()
    {
        Random chance = new(4711);
        long from = 1;
        for (int round = 0; round < Rounds; round++)
        {
            long[] told = await WriteUntilKilledAsync(from, acknowledgements: chance.Next(0, 200), spins: chance.Next(0, 200_000));

            Assert.True(File.Exists(_folder.Marker));
            await using SqliteStateStore store = await _folder.OpenAsync();
            for (int lane = 0; lane < CrashWriter.Lanes; lane++)
            {
                long[] held = await ReadLaneAsync(store, lane);
                Assert.Single(held.Distinct());
                // The next batch may have become durable without its writer living to say so.
                Assert.InRange(held[0], told[lane], told[lane] == 0 ? from : told[lane] + 1);
                from = Math.Max(from, held[0] + 1);
                await store.CommitAsync(CrashWriter.Batch(lane, 0), CancellationToken.None);
            }
        }
    }

    /// <returns>The last number that each lane was told is durable; 0 for none in this round.</returns>
    private async Task<long[]> WriteUntilKilledAsync(long from, int acknowledgements, int spins)
    {
        using CancellationTokenSource patience = new(Patience);
        using Process process = Start(from);
        long[] told = new long[CrashWriter.Lanes];
        try
        {
            for (int line = 0; line <= acknowledgements; line++)
            {
                Note(told, await process.StandardOutput.ReadLineAsync(patience.Token));
            }

            // A little further, so that the kill does not always follow an acknowledgement.
            Thread.SpinWait(spins);
        }
        finally
        {
            process.Kill();
        }

        // What it said before it died counts, even where nobody had read it yet.
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is string line)
        {
            Note(told, line);
        }

        await process.WaitForExitAsync(patience.Token);
        return told;
    }

    private static void Note(long[] told, string? line)
    {
        Assert.NotNull(line);
        if (line.Split(' ') is [string lane, string number]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
        {
            told[int.Parse(lane, CultureInfo.InvariantCulture)] = value;
        }
    }

    private Process Start(long from)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
        };
        foreach (string argument in new[]
        {
            "exec", typeof(CrashWriter).Assembly.Location, "write", _folder.Database, from.ToString(CultureInfo.InvariantCulture),
        })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static async Task<long[]> ReadLaneAsync(SqliteStateStore store, int lane)
    {
        List<long> numbers = [];
        await foreach (StateEntry entry in store.ScanAsync("lanes", new[] { (byte)lane }, CancellationToken.None))
        {
            numbers.Add(BinaryPrimitives.ReadInt64BigEndian(entry.Value.Span));
        }

        return numbers.Count == 0 ? [0] : numbers.Count == CrashWriter.Pairs ? [.. numbers] : [-1, .. numbers];
    }
}
