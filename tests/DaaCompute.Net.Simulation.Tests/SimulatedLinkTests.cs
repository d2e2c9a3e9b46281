namespace DaaCompute.Net.Simulation.Tests;

public sealed class SimulatedLinkTests : IDisposable
{
    private const int Packets = 100_000;

    private readonly SteppedWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void Transmit_LossRate_LosesThatShare(double rate)
    {
        SimulatedLink link = Link(new LinkConditions { LossRate = rate });

        int lost = Enumerable.Range(0, Packets).Count(_ => link.Transmit(100) is null);

        // Five standard deviations of the binomial distribution.
        double tolerance = 5 * Math.Sqrt(Packets * rate * (1 - rate));
        Assert.InRange(lost, (Packets * rate) - tolerance, (Packets * rate) + tolerance);
        Assert.Equal(lost, link.Lost);
        Assert.Equal(Packets, link.Sent);
    }

    [Fact]
    public void Transmit_Latency_StaysWithinItsBoundsAndMostlyNearTheMinimum()
    {
        SimulatedLink link = Link(LinkConditions.Intercontinental with { LossRate = 0, ReorderRate = 0, BytesPerSecond = 0 });

        double[] milliseconds =
            [.. Enumerable.Range(0, Packets).Select(_ => TimeSpan.FromTicks(link.Transmit(100)!.Value).TotalMilliseconds).Order()];

        Assert.InRange(milliseconds[0], 70, 71);
        Assert.InRange(milliseconds[Packets / 2], 70, 80);
        Assert.InRange(milliseconds[^1], 175, 180);
    }

    [Fact]
    public void Transmit_Bandwidth_LetsPacketsWaitForThoseBefore()
    {
        SimulatedLink link = Link(new LinkConditions
        {
            MinimumLatency = TimeSpan.Zero,
            MaximumLatency = TimeSpan.Zero,
            BytesPerSecond = 1000,
        });

        Assert.Equal(TimeSpan.TicksPerSecond / 10, link.Transmit(100));
        Assert.Equal(TimeSpan.TicksPerSecond / 10 * 3, link.Transmit(200));
    }

    [Fact]
    public void Transmit_Duplicated_TakesTwiceTheBandwidth()
    {
        SimulatedLink link = Link(new LinkConditions { MaximumLatency = TimeSpan.Zero, MinimumLatency = TimeSpan.Zero, DuplicationRate = 1, BytesPerSecond = 1000 });

        Assert.Equal(TimeSpan.TicksPerSecond / 5, link.Transmit(100));
    }

    [Fact]
    public void Transmit_ClogAndCut_HoldsBackAndLoses()
    {
        SimulatedLink link = Link(new LinkConditions());

        link.Clog(TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.FromSeconds(9).Ticks, link.Transmit(100));
        link.Cut();
        link.Cut();
        link.Mend();
        Assert.Null(link.Transmit(100));
        link.Mend();
        Assert.NotNull(link.Transmit(100));
    }

    [Fact]
    public void Transmit_SameSeedLinkAndNumber_DrawsTheSameWhateverOtherLinksDo()
    {
        using SteppedWorld other = new();
        LinkConditions conditions = LinkConditions.Mobile;
        SimulatedLink one = Link(conditions);
        SimulatedLink twin = other.Cluster.Network.Link(1, 2);
        twin.Conditions = conditions;
        SimulatedLink busy = other.Cluster.Network.Link(2, 1);
        busy.Conditions = conditions;

        for (int packet = 0; packet < 1000; packet++)
        {
            busy.Transmit(100);
            Assert.Equal(one.Transmit(100), twin.Transmit(100));
        }
    }

    [Fact]
    public void Conditions_RateOutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinkConditions { LossRate = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinkConditions { ReorderRate = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinkConditions { DuplicationRate = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinkConditions { MinimumLatency = TimeSpan.FromTicks(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinkConditions { BytesPerSecond = -1 });
    }

    private SimulatedLink Link(LinkConditions conditions)
    {
        SimulatedLink link = _world.Cluster.Network.Link(1, 2);
        link.Conditions = conditions;
        return link;
    }
}
