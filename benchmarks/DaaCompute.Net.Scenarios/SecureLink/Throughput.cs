namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>Bytes one way, as fast as they go.</summary>
internal static class Throughput
{
    private const int Rounds = 11;
    private const int ChunkSize = 64 * 1024;
    private const int Chunks = 3072;

    public static async Task RunAsync(Links links, Bars bars)
    {
        await using Link own = await links.OwnAsync();
        await using Link tls = await links.TlsAsync();
        await using Link tcp = await links.TcpAsync();
        Link[] all = [own, tls, tcp];
        Dictionary<string, Series> rates = all.ToDictionary(link => link.Name, _ => new Series());
        Dictionary<string, Series> cpu = all.ToDictionary(link => link.Name, _ => new Series());
        Series overTls = new();
        Series overTcp = new();
        Series allocated = new();
        byte[] chunk = new byte[ChunkSize];
        byte[] scratch = new byte[4 * ChunkSize];
        for (int round = -1; round < Rounds; round++)
        {
            Dictionary<string, double> rate = [];
            foreach (Link link in all)
            {
                Work work = await Work.MeasureAsync(() => TransferAsync(link, chunk, scratch));
                rate[link.Name] = (double)Chunks * ChunkSize / work.Seconds / 1e9;
                if (round >= 0)
                {
                    rates[link.Name].Add(rate[link.Name]);
                    cpu[link.Name].Add(work.CpuMicroseconds / Chunks);
                    if (link == own)
                    {
                        allocated.Add((double)work.AllocatedBytes / Chunks);
                    }
                }
            }

            if (round >= 0)
            {
                overTls.Add(rate["daa"] / rate["tls"]);
                overTcp.Add(rate["daa"] / rate["tcp"]);
            }
        }

        foreach (Link link in all)
        {
            bars.Note($"{link.Name}-throughput", rates[link.Name].Median, "GB/s");
            bars.Note($"{link.Name}-cpu-per-64KiB", cpu[link.Name].Median, "us");
        }

        bars.AtLeast("throughput-over-tls", overTls.Median, 1.8);
        bars.AtLeast("throughput-over-tcp", overTcp.Median, 0.5);
        bars.AtMost("allocated-per-frame", Math.Round(allocated.Median), 0);
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
