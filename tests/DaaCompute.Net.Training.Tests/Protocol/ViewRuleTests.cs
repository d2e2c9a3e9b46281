using System.Collections.Immutable;
using DaaCompute.Net.Training.Fakes;

namespace DaaCompute.Net.Training.Protocol;

public sealed class ViewRuleTests
{
    private static readonly MemberId[] Members =
        [.. Enumerable.Range(0, 5).Select(number => new MemberId(TestPeers.Id(number), 1)).Order()];

    [Fact]
    public void Survivors_OneAccusedByAll_Goes() =>
        Assert.Equal([0, 1, 3, 4], Survivors((0, 2), (1, 2), (3, 2), (4, 2)));

    [Fact]
    public void Survivors_OneAccusesAll_CondemnsItself() =>
        Assert.Equal([0, 1, 3, 4], Survivors((2, 0), (2, 1), (2, 3), (2, 4)));

    [Fact]
    public void Survivors_FrozenOneAccusesAllWhoAccuseIt_Goes() =>
        Assert.Equal([0, 1, 3, 4], Survivors((2, 0), (2, 1), (2, 3), (2, 4), (0, 2), (1, 2), (3, 2), (4, 2)));

    [Fact]
    public void Survivors_OneOfAPairAccuses_TheAccusedGoes() => Assert.Equal([0, 1, 2, 4], Survivors((1, 3)));

    [Fact]
    public void Survivors_TwoAccuseEachOther_TheLargerIdGoes() => Assert.Equal([0, 1, 2, 4], Survivors((1, 3), (3, 1)));

    [Fact]
    public void Survivors_OneInTheMiddleOfAChain_IsTheOnlyOneToGo() => Assert.Equal([0, 1, 3, 4], Survivors((3, 2), (2, 1)));

    [Fact]
    public void CommittedBy_AllReady_Commits() =>
        Assert.Equal(4, ViewRule.CommittedBy([Voice(3, Tag), Voice(3, Tag), Voice(3, Tag)]));

    [Fact]
    public void CommittedBy_OneNotReady_DoesItAgain() =>
        Assert.Equal(3, ViewRule.CommittedBy([Voice(3, Tag), Voice(3, null), Voice(3, Tag)]));

    [Fact]
    public void CommittedBy_OneCommitted_AllCommit() =>
        Assert.Equal(4, ViewRule.CommittedBy([Voice(3, Tag), Voice(4, null), Voice(3, Tag)]));

    [Fact]
    public void CommittedBy_ReadyInDifferentViews_DoesItAgain() =>
        Assert.Equal(3, ViewRule.CommittedBy([Voice(3, Tag), Voice(3, Tag with { Epoch = 9 })]));

    [Fact]
    public void CommittedBy_GuestsOnly_BeginsAtNothing() =>
        Assert.Equal(0, ViewRule.CommittedBy([Voice(3, Tag) with { BaseEpoch = 0 }]));

    private static ReadyTag Tag => new(2, 4, new ResultDigest(1, 2, 3, 4));

    private static ViewStatement Voice(long committed, ReadyTag? ready) =>
        new(Members[0], 5, [.. Members], 2, committed, ready, []);

    private static IEnumerable<int> Survivors(params (int Accuser, int Accused)[] accusations)
    {
        ImmutableArray<MemberId> survivors = ViewRule.Survivors(Members, [.. accusations.Select(one =>
            new Accusation(Members[one.Accuser], Members[one.Accused], AllReduceFailureReason.HeartbeatLost))]);
        return survivors.Select(member => Array.IndexOf(Members, member));
    }
}
