using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>200-byte messages on several streams of one link, each written by itself.</summary>
internal static class SmallMessages
{
    private const int Rounds = 7;
    private const int Streams = 8;
    private const int MessagesPerStream = 40_000;
    private const int Size = 200;

    public static async Task RunAsync(Links links, Bars bars)
    {
        (IMultiplexedConnection near, IMultiplexedConnection far) = await links.OwnConnectionsAsync();
        await using IMultiplexedConnection nearOwned = near;
        await using IMultiplexedConnection farOwned = far;
        List<(IMultiplexedStream Near, IMultiplexedStream Far)> streams = [];
        for (int index = 0; index < Streams; index++)
        {
            IMultiplexedStream stream = await near.OpenStreamAsync(default);
            await stream.Output.WriteAsync(new byte[1]);
            IMultiplexedStream accepted = (await far.AcceptStreamAsync(default))!;
            await new MultiplexedEnd(accepted).ReadAsync(default);
            streams.Add((stream, accepted));
        }

        Series cpu = new();
        Series allocated = new();
        Series seconds = new();
        for (int round = -1; round < Rounds; round++)
        {
            Work work = await Work.MeasureAsync(() => ExchangeAsync(streams));
            if (round >= 0)
            {
                cpu.Add(work.CpuMicroseconds / (Streams * MessagesPerStream));
                allocated.Add((double)work.AllocatedBytes / (Streams * MessagesPerStream));
                seconds.Add(work.Seconds / (Streams * MessagesPerStream) * 1e6);
            }
        }

        bars.Note("message-200B-time", seconds.Median, "us");
        bars.Note("message-200B-allocated", allocated.Median, "B");
        bars.AtMost("message-200B-cpu-us", cpu.Median, 1.5);
    }

    private static Task ExchangeAsync(List<(IMultiplexedStream Near, IMultiplexedStream Far)> streams) =>
        Task.WhenAll(streams.SelectMany(pair => new[]
        {
            Task.Run(() => SendAsync(pair.Near)),
            Task.Run(() => ReceiveAsync(new MultiplexedEnd(pair.Far))),
        }));

    private static async Task SendAsync(IMultiplexedStream stream)
    {
        byte[] message = new byte[Size];
        for (int index = 0; index < MessagesPerStream; index++)
        {
            await stream.Output.WriteAsync(message);
        }
    }

    private static async Task ReceiveAsync(MultiplexedEnd end)
    {
        for (int left = MessagesPerStream * Size; left > 0;)
        {
            left -= await end.ReadAsync(default);
        }
    }
}
