using System.Collections.Immutable;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Tests.Fakes;
using FsCheck.Xunit;
using static DaaCompute.Net.Topology.Tests.Fakes.TestNodes;

namespace DaaCompute.Net.Topology.Tests.State;

public sealed class NetworkStateTests
{
    [Fact]
    public void Apply_AJoin_AddsTheMember()
    {
        NetworkState state = Genesis().Applied(Join(Genesis(), 3, "eu"));
        Assert.Equal(0, state.Height);
        MemberRecord member = Assert.Single(state.Members).Value;
        Assert.Equal(new NodeInfo(Id(3), NodeRole.Leaf, NodeCapabilities.None, "eu"), member.Info);
        Assert.Equal(Identity(3).PublicKey, member.Key);
    }

    [Fact]
    public void Apply_AJoinOfAMember_RenewsWhatItSaysAndKeepsItsLinks()
    {
        NetworkState state = Genesis().WithMembers(1, 2);
        state = state.Applied(Connect(state, 1, 2));
        state = state.Applied(Join(state, 1, "asia"));
        Assert.Equal("asia", state.Members[Id(1)].Info.Region);
        Assert.Single(state.LinksUp());

        // The link's number goes on from where it was.
        Assert.Equal(ChangeVerdict.Valid, state.VerdictOn(Cut(state, 1, 2)));
    }

    [Fact]
    public void Apply_ALeave_TakesTheLinksAlong()
    {
        NetworkState state = Genesis().WithMembers(1, 2, 3);
        state = state.Applied(Connect(state, 1, 2), Connect(state, 2, 3), Connect(state, 3, 1));
        Assert.Equal(3, state.Links);
        state = state.Applied(Leave(state, 2));
        Assert.Equal(1, state.Links);
        Assert.Equal(ChangeSubject.Link(Id(1), Id(3)), Assert.Single(state.LinksUp()).Ends);
        Assert.Contains(Id(2), state.Departed.Keys);
    }

    [Fact]
    public void Apply_TwoRivals_HoldsTheFirstOnEveryReplica()
    {
        NetworkState state = Genesis().WithMembers(1, 2);
        ProvenChange slow = Connect(state, 1, 2, latencyMs: 80);
        ProvenChange fast = Connect(state, 2, 1, latencyMs: 5);
        NetworkState next = state.Apply([slow, fast], out ImmutableArray<ChangeVerdict> verdicts);
        Assert.Equal<IEnumerable<ChangeVerdict>>([ChangeVerdict.Valid, ChangeVerdict.WrongSequence], verdicts);
        Assert.Equal(80, Assert.Single(next.LinksUp()).Link.LatencyMs);
    }

    [Fact]
    public void Apply_AStatementOfAnEarlierMembership_NeverCountsAgain()
    {
        NetworkState state = Genesis().WithMembers(1, 2);
        ProvenChange oldJoin = Join(Genesis(), 2);
        ProvenChange oldLink = Connect(state, 1, 2);
        state = state.Applied(oldLink);
        ProvenChange oldLeave = Leave(state, 2);
        state = state.Applied(oldLeave);
        Assert.NotEqual(ChangeVerdict.Valid, state.VerdictOn(oldJoin));
        state = state.Applied(Join(state, 2));
        for (long height = 0; height <= (4 * Window) + 2; height++)
        {
            Assert.NotEqual(ChangeVerdict.Valid, state.VerdictOn(oldJoin));
            Assert.NotEqual(ChangeVerdict.Valid, state.VerdictOn(oldLink));
            Assert.NotEqual(ChangeVerdict.Valid, state.VerdictOn(oldLeave));
            state = height == 3 ? state.Applied(Leave(state, 2)) : state.Applied();
        }
    }

    [Fact]
    public void Apply_ADepartedNode_IsForgottenWhenNoOldStatementIsValid()
    {
        NetworkState state = Genesis().WithMembers(1, 2);
        NetworkState without = Genesis().WithMembers(1).Applied();
        state = state.Applied(Leave(state, 2));
        long left = state.Height;
        while (state.Departed.Count > 0)
        {
            state = state.Applied();
        }

        Assert.Equal(2 * Window, state.Height - left);
        while (without.Height < state.Height)
        {
            without = without.Applied();
        }

        Assert.Equal(without.Digest, state.Digest);
    }

    [Fact]
    public void Digest_OfAnotherHeightLimitOrElectorate_Differs()
    {
        NetworkState state = Genesis().WithMembers(1);
        Assert.NotEqual(state.Digest, state.Applied().Digest);
        Assert.NotEqual(state.Digest, state.With(new Electorate(2, [Id(1)])).Digest);
        Assert.NotEqual(
            Genesis().Digest, NetworkState.Genesis(TestHash.Instance, Limits with { MaxNodes = 41 }, Genesis().Electorate).Digest);
    }

    [Property(MaxTest = 100)]
    public void Apply_ChangesOfDifferentSubjects_MakesTheSameStateInAnyOrder(int seed)
    {
        NetworkState state = Genesis().WithMembers([.. Enumerable.Range(0, 12)]);
        ProvenChange[] changes =
        [
            .. Enumerable.Range(20, 5).Select(node => Join(state, node)),
            .. Enumerable.Range(0, 5).Select(node => Connect(state, node, node + 5, node)),
            Leave(state, 11),
            Join(state, 10, "here"),
        ];
        ProvenChange[] shuffled = [.. changes];
        new Random(seed).Shuffle(shuffled);
        NetworkState one = state.Applied(changes);
        NetworkState other = state.Applied(shuffled);
        Assert.Equal(one.Digest, other.Digest);
        Assert.Equal(one.Records(), other.Records(), RecordComparer.Instance);
    }

    [Property(MaxTest = 60)]
    public void Apply_AnyHistory_KeepsTheInvariants(int seed)
    {
        RandomHistory history = new(seed);
        NetworkState replica = Genesis(0, 1, 2, 3);
        NetworkState state = replica;
        Dictionary<ChangeSubject, StateRecord> disk = [];
        HashSet<TopologyStatement> applied = [];
        for (int height = 0; height < 60; height++)
        {
            ImmutableArray<ProvenChange> changes = history.Next(state);
            state = state.Apply(changes, out ImmutableArray<ChangeVerdict> verdicts);
            replica = replica.Apply(changes, out ImmutableArray<ChangeVerdict> same);
            Assert.Equal(verdicts.AsEnumerable(), same);
            Assert.Equal(state.Digest, replica.Digest);
            foreach (ChangeSubject subject in state.Touched)
            {
                disk.Remove(subject);
                if (state.Find(subject) is StateRecord record)
                {
                    disk.Add(subject, record);
                }
            }

            CheckBounds(state);
            NetworkState? restored =
                NetworkState.Restore(TestHash.Instance, Limits, state.Electorate, state.Height, disk.Values);
            Assert.Equal(state.Digest, restored?.Digest);
            Assert.Equal(state.Records(), restored!.Records(), RecordComparer.Instance);

            // A restored replica goes on as if it had never stopped.
            replica = restored;
            foreach ((ProvenChange change, ChangeVerdict verdict) in changes.Zip(verdicts))
            {
                Assert.True(verdict != ChangeVerdict.Valid || applied.Add(change.Statement), "a statement was applied twice");
            }
        }

        Assert.True(history.Valid > 20, $"only {history.Valid} changes were valid");
    }

    [Fact]
    public void Restore_EntriesThatContradictEachOther_IsRefused()
    {
        NetworkState state = Genesis().WithMembers(1, 2);
        state = state.Applied(Connect(state, 1, 2));
        StateRecord[] records = [.. state.Records()];
        Assert.NotNull(Restore(records));
        Assert.Null(Restore([.. records, records[0]]));
        Assert.Null(Restore([.. records, records[^1]]));
        Assert.Null(Restore(records[1..]));
        Assert.Null(Restore([.. records, new StoredDeparted(Id(1), new DepartedRecord(1, 1))]));

        static NetworkState? Restore(StateRecord[] records) =>
            NetworkState.Restore(TestHash.Instance, Limits, Electorate.None, 1, records);
    }

    private static void CheckBounds(NetworkState state)
    {
        Assert.True(state.Members.Count + state.Departed.Count <= Limits.MaxNodes);
        Assert.Empty(state.Members.Keys.Intersect(state.Departed.Keys));
        Assert.Equal(state.LinksUp().Count(), state.Links);
        foreach ((PeerId id, MemberRecord member) in state.Members)
        {
            Assert.True(member.Links.Values.Count(link => link.CountsAt(state.Height)) <= Limits.MaxLinksPerNode);
            foreach ((PeerId other, LinkRecord link) in member.Links)
            {
                Assert.Equal(link, state.Members[other].Links[id]);
            }
        }
    }
}
