using System.Diagnostics;

namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>64 bytes there and back, one after the other.</summary>
internal static class Latency
{
    private const int Rounds = 9;
    private const int Pings = 3000;
    private const int Size = 64;

    public static async Task RunAsync(Links links, Bars bars)
    {
        await using Link own = await links.OwnAsync();
        await using Link tls = await links.TlsAsync();
        Link[] both = [own, tls];
        Dictionary<string, Series> medians = both.ToDictionary(link => link.Name, _ => new Series());
        Dictionary<string, Series> tails = both.ToDictionary(link => link.Name, _ => new Series());
        Series ratios = new();
        for (int round = -1; round < Rounds; round++)
        {
            Dictionary<string, double> median = [];
            foreach (Link link in both)
            {
                Series times = await Task.Run(() => PingAsync(link));
                median[link.Name] = times.Median;
                if (round >= 0)
                {
                    medians[link.Name].Add(times.Median);
                    tails[link.Name].Add(times.Percentile(0.99));
                }
            }

            if (round >= 0)
            {
                ratios.Add(median["daa"] / median["tls"]);
            }
        }

        foreach (Link link in both)
        {
            bars.Note($"{link.Name}-ping-p50", medians[link.Name].Median, "us");
            bars.Note($"{link.Name}-ping-p99", tails[link.Name].Median, "us");
        }

        bars.AtMost("ping-p50-over-tls", ratios.Median, 1.2);
    }

    private static async Task<Series> PingAsync(Link link)
    {
        Task echoing = Task.Run(() => EchoAsync(link.Far));
        Series times = new();
        byte[] message = new byte[Size];
        byte[] scratch = new byte[Size];
        for (int index = 0; index < Pings; index++)
        {
            long started = Stopwatch.GetTimestamp();
            await link.Near.WriteAsync(message);
            await ReadAllAsync(link.Near, scratch);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        await echoing;
        return times;
    }

    private static async Task EchoAsync(IEnd end)
    {
        byte[] message = new byte[Size];
        for (int index = 0; index < Pings; index++)
        {
            await ReadAllAsync(end, message);
            await end.WriteAsync(message);
        }
    }

    private static async ValueTask ReadAllAsync(IEnd end, byte[] scratch)
    {
        for (int left = Size; left > 0;)
        {
            left -= await end.ReadAsync(scratch.AsMemory(0, left));
        }
    }
}
