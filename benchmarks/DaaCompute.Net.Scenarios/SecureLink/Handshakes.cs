using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>Mutual handshakes, both ends in this process: processor time for connecting, proving and agreeing.</summary>
internal static class Handshakes
{
    /// <summary>Managed code is compiled again, in better tiers, while it runs: before these rounds are over, what is
    /// measured is the compiler. A node lives longer than that.</summary>
    private const int WarmUpRounds = 20;

    private const int Rounds = 15;
    private const int PerRound = 40;

    public static async Task RunAsync(Links links, Bars bars)
    {
        Series own = new();
        Series tls = new();
        Series ratios = new();
        for (int round = -WarmUpRounds; round < Rounds; round++)
        {
            Work ownWork = await Work.MeasureAsync(() => RepeatAsync(() => ShakeAsync(links)));
            Work tlsWork = await Work.MeasureAsync(() => RepeatAsync(async () => await (await links.TlsAsync()).DisposeAsync()));
            if (round >= 0)
            {
                own.Add(ownWork.CpuMicroseconds / PerRound);
                tls.Add(tlsWork.CpuMicroseconds / PerRound);
                ratios.Add(ownWork.CpuMicroseconds / tlsWork.CpuMicroseconds);
            }
        }

        bars.Note("daa-handshake-cpu", own.Median, "us");
        bars.Note("tls-handshake-cpu", tls.Median, "us");
        bars.AtMost("handshake-cpu-over-tls", ratios.Median, 1.0);
    }

    private static async Task RepeatAsync(Func<Task> handshake)
    {
        for (int index = 0; index < PerRound; index++)
        {
            await handshake();
        }
    }

    private static async Task ShakeAsync(Links links)
    {
        (IMultiplexedConnection near, IMultiplexedConnection far) = await links.OwnConnectionsAsync();
        await near.DisposeAsync();
        await far.DisposeAsync();
    }
}
