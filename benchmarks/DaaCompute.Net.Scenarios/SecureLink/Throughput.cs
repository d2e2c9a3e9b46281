namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>Bytes one way, as fast as they go: one task writes, one reads, 64 KiB at a time, for each contender alike.</summary>
/// <remarks>
/// Time on the wall depends on what else the machine does, so the processor's time is compared as well. Who goes first
/// changes from round to round.
/// </remarks>
internal static class Throughput
{
    private const int Rounds = 11;
    private const int ChunkSize = 64 * 1024;
    private const int Chunks = 4096;

    public static async Task RunAsync(Links links, Bars bars)
    {
        await using Link own = await links.OwnAsync();
        await using Link tls = await links.TlsAsync();
        await using Link tcp = await links.TcpAsync();
        Link[] all = [own, tls, tcp];
        Dictionary<string, List<Work>> works = all.ToDictionary(link => link.Name, _ => new List<Work>());
        byte[] chunk = new byte[ChunkSize];
        byte[] scratch = new byte[ChunkSize];
        for (int round = -1; round < Rounds; round++)
        {
            for (int turn = 0; turn < all.Length; turn++)
            {
                Link link = all[(round + 1 + turn) % all.Length];
                Work work = await Work.MeasureAsync(() => TransferAsync(link, chunk, scratch));
                if (round >= 0)
                {
                    works[link.Name].Add(work);
                }
            }
        }

        Report(works, bars);
    }

    private static void Report(Dictionary<string, List<Work>> works, Bars bars)
    {
        foreach ((string name, List<Work> rounds) in works)
        {
            bars.Note($"{name}-throughput", Median(rounds, work => (double)Chunks * ChunkSize / work.Seconds / 1e9), "GB/s");
            bars.Note($"{name}-cpu-per-64KiB", Median(rounds, work => work.CpuMicroseconds / Chunks), "us");
            bars.Note($"{name}-allocated-per-64KiB", Median(rounds, work => (double)work.AllocatedBytes / Chunks), "B");
        }

        List<(Work Own, Work Other)> overTls = [.. works["daa"].Zip(works["tls"])];
        List<(Work Own, Work Other)> overTcp = [.. works["daa"].Zip(works["tcp"])];
        bars.Note("cpu-over-tls", Median(overTls, pair => pair.Own.CpuMicroseconds / pair.Other.CpuMicroseconds), "x");
        bars.Note("cpu-over-tcp", Median(overTcp, pair => pair.Own.CpuMicroseconds / pair.Other.CpuMicroseconds), "x");
        bars.AtLeast("throughput-over-tls", Median(overTls, pair => pair.Other.Seconds / pair.Own.Seconds), 1.8);
        bars.AtLeast("throughput-over-tcp", Median(overTcp, pair => pair.Other.Seconds / pair.Own.Seconds), 0.5);

        // What bare TCP allocates in the same round is the measurement's own: its tasks, and threads the pool adds.
        double allocated = Median(overTcp, pair => (double)(pair.Own.AllocatedBytes - pair.Other.AllocatedBytes) / Chunks);
        bars.AtMost("allocated-per-frame", Math.Round(allocated), 0);
    }

    private static double Median<T>(IEnumerable<T> rounds, Func<T, double> value)
    {
        Series series = new();
        foreach (T round in rounds)
        {
            series.Add(value(round));
        }

        return series.Median;
    }

    private static async Task TransferAsync(Link link, byte[] chunk, byte[] scratch)
    {
        Task receiving = Task.Run(() => ReceiveAsync(link.Far, scratch));
        await Task.Run(() => SendAsync(link.Near, chunk));
        await receiving;
    }

    private static async Task SendAsync(IEnd end, byte[] chunk)
    {
        for (int index = 0; index < Chunks; index++)
        {
            await end.WriteAsync(chunk);
        }
    }

    private static async Task ReceiveAsync(IEnd end, byte[] scratch)
    {
        for (long left = (long)Chunks * ChunkSize; left > 0;)
        {
            left -= await end.ReadAsync(scratch);
        }
    }
}
