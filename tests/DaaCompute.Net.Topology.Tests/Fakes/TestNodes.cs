using System.Collections.Immutable;
using DaaCompute.Net.Topology.State;

namespace DaaCompute.Net.Topology.Tests.Fakes;

/// <summary>Nodes by number and the changes they would sign, as a state at hand has them next.</summary>
internal static class TestNodes
{
    public const long Window = 20;

    private static readonly ImmutableArray<TestIdentity> Identities =
        [.. Enumerable.Range(0, 64).Select(number => new TestIdentity(number)).OrderBy(identity => identity.PeerId)];

    public static StateLimits Limits { get; } = new(MaxNodes: 40, MaxLinksPerNode: 6, Window);

    public static TestIdentity Identity(int number) => Identities[number];

    public static PeerId Id(int number) => Identities[number].PeerId;

    public static NetworkState Genesis(params int[] validators) =>
        NetworkState.Genesis(TestHash.Instance, Limits, new Electorate(1, [.. validators.Select(Id)]));

    public static ProvenChange Join(NetworkState state, int node, string? region = null) => new(
        Statement(state, new NodeJoined(new NodeInfo(Id(node), NodeRole.Leaf, NodeCapabilities.None, region))),
        [Id(node)],
        Identity(node).PublicKey);

    public static ProvenChange Leave(NetworkState state, int node) =>
        new(Statement(state, new NodeLeft(Id(node), Graceful: true)), [Id(node)]);

    public static ProvenChange Evict(NetworkState state, int node, params int[] observers) =>
        new(Statement(state, new NodeLeft(Id(node), Graceful: false)), [.. observers.Select(Id)]);

    public static ProvenChange Connect(NetworkState state, int from, int to, int latencyMs = 10) =>
        new(Statement(state, new LinkEstablished(Id(from), Id(to), latencyMs)), [Id(from), Id(to)]);

    public static ProvenChange Cut(NetworkState state, int from, int to) =>
        new(Statement(state, new LinkFailed(Id(from), Id(to))), [Id(from)]);

    public static TopologyStatement Statement(NetworkState state, TopologyChange change) => new(
        change, TopologyRules.NextSequence(state, ChangeSubject.Of(change)) ?? 1, state.Height + 1 + state.Limits.Window);

    /// <summary>Applies changes that all have to be valid.</summary>
    public static NetworkState Applied(this NetworkState state, params ProvenChange[] changes)
    {
        NetworkState next = state.Apply([.. changes], out ImmutableArray<ChangeVerdict> verdicts);
        Assert.All(verdicts, verdict => Assert.Equal(ChangeVerdict.Valid, verdict));
        return next;
    }

    public static NetworkState WithMembers(this NetworkState state, params int[] nodes) =>
        state.Applied([.. nodes.Select(node => Join(state, node))]);

    public static ChangeVerdict VerdictOn(this NetworkState state, ProvenChange change) => TopologyRules.Check(state, change);
}
