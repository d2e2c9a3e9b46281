using DaaCompute.Net.Transport.Runtime;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class PeerConnectionTests
{
    /// <summary>Two links of a race reach the ends in any order; a renewal of the one in use may follow.</summary>
    [Property]
    public void Add_RaceThenRenewal_BothEndsUseOneLinkAndOneEndClosesEachOther(
        bool lowerSeesOwnFirst, bool higherSeesOwnFirst, bool renews)
    {
        ManualTime time = new();
        TwoEnds ends = new(time);
        (PeerLink Low, PeerLink High) byLower = ends.Dial(byLower: true);
        (PeerLink Low, PeerLink High) byHigher = ends.Dial(byLower: false);
        List<PeerLink?> drained =
        [
            ends.Lower.Add(lowerSeesOwnFirst ? byLower.Low : byHigher.Low, isLocalLower: true),
            ends.Lower.Add(lowerSeesOwnFirst ? byHigher.Low : byLower.Low, isLocalLower: true),
            ends.Higher.Add(higherSeesOwnFirst ? byHigher.High : byLower.High, isLocalLower: false),
            ends.Higher.Add(higherSeesOwnFirst ? byLower.High : byHigher.High, isLocalLower: false),
        ];

        Assert.Same(byLower.Low, ends.Lower.Primary);
        Assert.Same(byLower.High, ends.Higher.Primary);
        Assert.Same(byHigher.Low, Assert.Single(drained, link => link is not null));

        if (renews)
        {
            time.Advance(TimeSpan.FromHours(1));
            (PeerLink Low, PeerLink High) renewed = ends.Dial(byLower: true);
            PeerLink?[] spare = [ends.Lower.Add(renewed.Low, true), ends.Higher.Add(renewed.High, false)];
            Assert.Equal([byLower.Low, null], spare);
            Assert.Same(renewed.Low, ends.Lower.Primary);
            Assert.Same(renewed.High, ends.Higher.Primary);
        }
    }

    [Fact]
    public void Add_PeerCameBackWhileItsOldLinkLingers_UsesTheNewLink()
    {
        ManualTime time = new();
        TwoEnds ends = new(time);
        ends.Lower.Add(ends.Dial(byLower: true).Low, isLocalLower: true);
        time.Advance(TimeSpan.FromMinutes(5));
        (PeerLink fresh, _) = ends.Dial(byLower: false);

        PeerLink? spare = ends.Lower.Add(fresh, isLocalLower: true);

        Assert.Same(fresh, ends.Lower.Primary);
        Assert.NotNull(spare);
    }

    [Fact]
    public void Remove_PrimaryGone_UsesWhatIsLeft()
    {
        TwoEnds ends = new(new ManualTime());
        PeerLink first = ends.Dial(byLower: true).Low;
        PeerLink second = ends.Dial(byLower: false).Low;
        ends.Lower.Add(first, isLocalLower: true);
        ends.Lower.Add(second, isLocalLower: true);

        Assert.False(ends.Lower.Remove(first));
        Assert.Same(second, ends.Lower.Primary);
        Assert.True(ends.Lower.Remove(second));
    }

    [Fact]
    public void Remove_PrimaryOfARaceTurnsOutDead_KeepsTheLinkThatWasToGo()
    {
        TwoEnds ends = new(new ManualTime());
        PeerLink dead = ends.Dial(byLower: true).Low;
        PeerLink comeBack = ends.Dial(byLower: false).Low;
        ends.Lower.Add(dead, isLocalLower: true);
        Assert.Same(comeBack, ends.Lower.Add(comeBack, isLocalLower: true));
        Assert.True(comeBack.IsDraining);

        Assert.False(ends.Lower.Remove(dead));

        Assert.Same(comeBack, ends.Lower.Primary);
        Assert.False(comeBack.IsDraining);
    }

    [Fact]
    public async Task OpenStreamAsync_LinkJustGone_TriesTheOther()
    {
        TwoEnds ends = new(new ManualTime());
        PeerLink gone = ends.Dial(byLower: true).Low;
        PeerLink other = ends.Dial(byLower: false).Low;
        ends.Lower.Add(gone, isLocalLower: true);
        ends.Lower.Add(other, isLocalLower: true);
        ((FakeMultiplexedConnection)other.Multiplexed).OpenFailure = new ResourceLimitException("tries", 1, "x");

        await Assert.ThrowsAsync<ResourceLimitException>(
            async () => await ends.Lower.OpenStreamAsync(new ProtocolId("/x/1"), TestTime.Limit()));
        Assert.Equal(0, ends.Lower.Outbound.Open);
    }

    [Fact]
    public async Task OpenStreamAsync_OutboundLimitReached_NamesTheSetting()
    {
        TwoEnds ends = new(new ManualTime(), options => options.Limits.PeerOutboundStreams = 1);
        ends.Lower.Add(ends.Dial(byLower: true).Low, isLocalLower: true);
        Assert.True(ends.Lower.Outbound.TryEnter());

        ResourceLimitException thrown = await Assert.ThrowsAsync<ResourceLimitException>(
            async () => await ends.Lower.OpenStreamAsync(new ProtocolId("/x/1"), TestTime.Limit()));

        Assert.Equal(("DaaCompute:Transport:Limits:PeerOutboundStreams", 1L), (thrown.Setting, thrown.Limit));
    }

    /// <summary>The same two peers as each sees the other.</summary>
    private sealed class TwoEnds
    {
        private readonly ManualTime _time;
        private readonly ConnectionLimits _limits;

        public TwoEnds(ManualTime time, Action<TransportOptions>? configure = null)
        {
            _time = time;
            TransportOptions options = new();
            configure?.Invoke(options);
            _limits = new ConnectionLimits(options, time);
            NetworkContext context = TestContexts.Create(1, options, time);
            Lower = new PeerConnection(context, Dial(byLower: true).Low, _limits.CreatePeerMemory());
            Higher = new PeerConnection(context, Dial(byLower: true).High, _limits.CreatePeerMemory());
        }

        public PeerConnection Lower { get; }

        public PeerConnection Higher { get; }

        public (PeerLink Low, PeerLink High) Dial(bool byLower) => (
            new PeerLink(new FakeMultiplexedConnection(2, byLower), _limits.AcquireOutbound(), _time),
            new PeerLink(new FakeMultiplexedConnection(1, !byLower), _limits.AcquireOutbound(), _time));
    }
}
