using DaaCompute.Net.Topology.State;
using static DaaCompute.Net.Topology.Tests.Fakes.TestNodes;

namespace DaaCompute.Net.Topology.Tests.State;

public sealed class TopologyRulesTests
{
    private readonly NetworkState _state = Genesis(0, 1, 2, 3).WithMembers(0, 1, 2, 3, 4);

    [Fact]
    public void Check_AJoinThatSomebodyElseSigned_IsRefused()
    {
        ProvenChange join = Join(_state, 7);
        Assert.Equal(ChangeVerdict.Valid, _state.VerdictOn(join));
        Assert.Equal(ChangeVerdict.NotSigned, _state.VerdictOn(join with { Signers = [Id(1)] }));
        Assert.Equal(ChangeVerdict.NotSigned, _state.VerdictOn(join with { SubjectKey = Identity(1).PublicKey }));
        Assert.Equal(ChangeVerdict.NotSigned, _state.VerdictOn(join with { SubjectKey = null }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a region whose name is much too long to be kept by every node of it")]
    public void Check_AJoinWithABadRegion_IsMalformed(string region) =>
        Assert.Equal(ChangeVerdict.Malformed, _state.VerdictOn(Join(_state, 7, region)));

    [Fact]
    public void Check_AJoinWithAnUnknownRole_IsMalformed()
    {
        NodeInfo node = new(Id(7), (NodeRole)9, NodeCapabilities.None);
        ProvenChange join = Join(_state, 7) with { Statement = Statement(_state, new NodeJoined(node)) };
        Assert.Equal(ChangeVerdict.Malformed, _state.VerdictOn(join));
    }

    [Fact]
    public void Check_AJoinBeyondTheBound_IsRefusedButMembersMayRenewTheirs()
    {
        NetworkState full = Genesis().WithMembers([.. Enumerable.Range(0, Limits.MaxNodes)]);
        Assert.Equal(ChangeVerdict.TooManyNodes, full.VerdictOn(Join(full, 50)));
        Assert.Equal(ChangeVerdict.Valid, full.VerdictOn(Join(full, 5)));

        // Whoever left still takes its room, so that leaving and joining under ever new names is bounded too.
        full = full.Applied(Leave(full, 5));
        Assert.Equal(ChangeVerdict.TooManyNodes, full.VerdictOn(Join(full, 50)));
        Assert.Equal(ChangeVerdict.Valid, full.VerdictOn(Join(full, 5)));
    }

    [Fact]
    public void Check_ALeaveThatSomebodyElseSigned_IsRefused()
    {
        Assert.Equal(ChangeVerdict.Valid, _state.VerdictOn(Leave(_state, 4)));
        Assert.Equal(ChangeVerdict.NotSigned, _state.VerdictOn(Leave(_state, 4) with { Signers = [Id(0), Id(1), Id(2)] }));
        Assert.Equal(ChangeVerdict.NotAMember, _state.VerdictOn(Leave(_state, 9)));
    }

    [Fact]
    public void Check_AnUngracefulLeave_NeedsMoreObserversThanMayLie()
    {
        // Four validators: one may lie, so two have to agree.
        Assert.Equal(ChangeVerdict.NotSigned, _state.VerdictOn(Evict(_state, 4, 0)));
        Assert.Equal(ChangeVerdict.Valid, _state.VerdictOn(Evict(_state, 4, 0, 1)));

        // A member that is no validator observes nothing, and the leaver's own word makes it no graceful one.
        Assert.Equal(ChangeVerdict.NotSigned, _state.VerdictOn(Evict(_state, 3, 0, 4)));
        Assert.Equal(ChangeVerdict.NotSigned, _state.VerdictOn(Evict(_state, 4, 4)));
        Assert.Equal(ChangeVerdict.NotSigned, Genesis().WithMembers(1).VerdictOn(Evict(Genesis().WithMembers(1), 1, 1)));
    }

    [Fact]
    public void Check_ALink_NeedsBothEnds()
    {
        ProvenChange link = Connect(_state, 0, 4);
        Assert.Equal(ChangeVerdict.Valid, _state.VerdictOn(link));
        Assert.Equal(ChangeVerdict.NotSigned, _state.VerdictOn(link with { Signers = [Id(0)] }));
        Assert.Equal(ChangeVerdict.NotSigned, _state.VerdictOn(link with { Signers = [Id(4), Id(1)] }));
        Assert.Equal(ChangeVerdict.NotAMember, _state.VerdictOn(Connect(_state, 0, 9)));
        Assert.Equal(ChangeVerdict.Malformed, _state.VerdictOn(Connect(_state, 0, 0)));
        Assert.Equal(ChangeVerdict.Malformed, _state.VerdictOn(Connect(_state, 0, 1, StateLimits.MaxLatencyMs + 1)));
        Assert.Equal(ChangeVerdict.Malformed, _state.VerdictOn(Connect(_state, 0, 1, -1)));
    }

    [Fact]
    public void Check_AFailedLink_NeedsOneEndAndALink()
    {
        NetworkState linked = _state.Applied(Connect(_state, 0, 4));
        ProvenChange cut = Cut(linked, 4, 0);
        Assert.Equal(ChangeVerdict.Valid, linked.VerdictOn(cut));
        Assert.Equal(ChangeVerdict.Valid, linked.VerdictOn(cut with { Signers = [Id(0)] }));
        Assert.Equal(ChangeVerdict.NotSigned, linked.VerdictOn(cut with { Signers = [Id(1)] }));
        Assert.Equal(ChangeVerdict.NoSuchLink, linked.VerdictOn(Cut(linked, 1, 0)));
        NetworkState without = linked.Applied(cut);
        Assert.Equal(ChangeVerdict.NoSuchLink, without.VerdictOn(Cut(without, 0, 4)));
        Assert.Equal(ChangeVerdict.NotAMember, without.VerdictOn(Cut(without, 0, 9)));
    }

    [Fact]
    public void Check_TooManyLinks_AreRefusedAtEitherEnd()
    {
        NetworkState state = Genesis().WithMembers([.. Enumerable.Range(0, 10)]);
        for (int other = 1; other <= Limits.MaxLinksPerNode; other++)
        {
            state = state.Applied(Connect(state, 0, other));
        }

        Assert.Equal(ChangeVerdict.TooManyLinks, state.VerdictOn(Connect(state, 0, 8)));
        Assert.Equal(ChangeVerdict.TooManyLinks, state.VerdictOn(Connect(state, 8, 0)));
        Assert.Equal(ChangeVerdict.Valid, state.VerdictOn(Connect(state, 0, 1, latencyMs: 99)));

        // A failed link keeps its room while an old statement of it might be valid.
        state = state.Applied(Cut(state, 0, 1));
        Assert.Equal(ChangeVerdict.TooManyLinks, state.VerdictOn(Connect(state, 0, 8)));
        for (long height = 0; height <= 2 * Limits.Window; height++)
        {
            state = state.Applied();
        }

        Assert.Equal(ChangeVerdict.Valid, state.VerdictOn(Connect(state, 0, 8)));
        state = state.Applied(Connect(state, 0, 8));
        Assert.Equal(Limits.MaxLinksPerNode, state.Members[Id(0)].Links.Count);
        Assert.DoesNotContain(Id(1), state.Members[Id(0)].Links.Keys);
        Assert.DoesNotContain(Id(0), state.Members[Id(1)].Links.Keys);
    }

    [Fact]
    public void Check_AStatementOutsideItsTime_IsRefused()
    {
        ProvenChange join = Join(_state, 7);
        TopologyStatement statement = join.Statement;
        long height = _state.Height + 1;
        Assert.Equal(ChangeVerdict.Expired, _state.VerdictOn(join with { Statement = statement with { ValidThrough = height - 1 } }));
        Assert.Equal(ChangeVerdict.Valid, _state.VerdictOn(join with { Statement = statement with { ValidThrough = height } }));
        Assert.Equal(
            ChangeVerdict.TooFarAhead,
            _state.VerdictOn(join with { Statement = statement with { ValidThrough = height + Window + 1 } }));
    }

    [Fact]
    public void Check_ARivalOfWhatWasApplied_IsRefused()
    {
        ProvenChange first = Connect(_state, 0, 4, latencyMs: 10);
        ProvenChange rival = Connect(_state, 4, 0, latencyMs: 20);
        Assert.Equal(first.Statement.ConflictKey, rival.Statement.ConflictKey);
        NetworkState next = _state.Applied(first);
        Assert.Equal(ChangeVerdict.WrongSequence, next.VerdictOn(rival));
        Assert.Equal(ChangeVerdict.WrongSequence, next.VerdictOn(first));
    }
}
