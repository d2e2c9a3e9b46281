using DaaCompute.Net.Transport.Protocol;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class ConnectionStrategyTests
{
    private static readonly PeerId Local = IdOf(255);

    private readonly ConnectionStrategyOptions _options = new();

    [Fact]
    public void Plan_NobodyConnected_DialsEachRolesTarget()
    {
        StrategyPlan plan = new ConnectionStrategy(Local, _options).Plan([], Known(10, 10, 20));

        Assert.Equal(2 + 4 + 8, plan.Dial.Length);
        Assert.Equal([NodeRole.SuperNode, NodeRole.SuperNode], plan.Dial.Take(2).Select(RoleOf));
        Assert.Equal(8, plan.Dial.Count(peer => RoleOf(peer) == NodeRole.Leaf));
        Assert.Empty(plan.Prune);
    }

    [Fact]
    public void Plan_OnlyOneRoleKnown_StillReachesTheMinimum()
    {
        _options.TargetLeaf = 3;

        StrategyPlan plan = new ConnectionStrategy(Local, _options).Plan([], Known(0, 0, 20));

        Assert.Equal(_options.MinPeers, plan.Dial.Length);
    }

    [Fact]
    public void Plan_TwoNodes_DialDifferentPeers()
    {
        _options.TargetLeaf = 4;
        _options.MinPeers = 4;
        PeerInfo[] known = [.. Known(0, 0, 100)];

        StrategyPlan one = new ConnectionStrategy(IdOf(101), _options).Plan([], known);
        StrategyPlan two = new ConnectionStrategy(IdOf(202), _options).Plan([], known);

        Assert.NotEqual(one.Dial.Order(), two.Dial.Order());
    }

    [Fact]
    public void Plan_SomeAreKnownToBeNear_DialsThemFirst()
    {
        PeerId[] near = [IdOf(37), IdOf(23)];

        StrategyPlan plan = new ConnectionStrategy(Local, _options).Plan(
            [], Known(0, 0, 20), peer => Array.IndexOf(near, peer) is int rank and >= 0 ? TimeSpan.FromMilliseconds(rank) : null);

        Assert.Equal(near, plan.Dial.Take(2));
    }

    [Fact]
    public void Plan_TooMany_PrunesSurplusIdleAndYoungFirst()
    {
        _options.MaxPeers = 4;
        _options.MinPeers = 2;
        _options.TargetLeaf = 2;
        ConnectedPeer[] connected =
        [
            new(IdOf(0), NodeRole.SuperNode, TimeSpan.FromHours(1), 0),
            new(IdOf(20), NodeRole.Leaf, TimeSpan.FromHours(2), 0),
            new(IdOf(21), NodeRole.Leaf, TimeSpan.FromHours(1), 0),
            new(IdOf(22), NodeRole.Leaf, TimeSpan.FromHours(1), 5),
            new(IdOf(23), NodeRole.Leaf, TimeSpan.FromSeconds(1), 0),
            new(IdOf(24), NodeRole.Leaf, TimeSpan.FromHours(3), 1),
        ];

        StrategyPlan plan = new ConnectionStrategy(Local, _options).Plan(connected, Known(3, 3, 3));

        Assert.Equal([IdOf(21), IdOf(20)], plan.Prune.AsEnumerable());
        Assert.Empty(plan.Dial);
    }

    /// <summary>A plan never dials whom it has, never passes the maximum, prunes just what is too much, and comes to rest.</summary>
    [Property(MaxTest = 300)]
    public Property Plan_AnyState_KeepsItsBoundsAndComesToRest()
    {
        Gen<(int Connected, int Known, int Young, int Min, int Max)> states =
            from connected in Gen.Choose(0, 60)
            from known in Gen.Choose(0, 80)
            from young in Gen.Choose(0, 60)
            from min in Gen.Choose(0, 20)
            from max in Gen.Choose(1, 50)
            select (connected, known, young, Math.Min(min, max), max);
        return Prop.ForAll(states.ToArbitrary(), state =>
        {
            _options.MinPeers = state.Min;
            _options.MaxPeers = state.Max;
            ConnectionStrategy strategy = new(Local, _options);
            List<ConnectedPeer> connected = [.. Enumerable.Range(0, state.Connected).Select(index => new ConnectedPeer(
                IdOf(index), RoleOf(IdOf(index)), TimeSpan.FromSeconds(index < state.Young ? 1 : 100), index % 3))];
            PeerInfo[] known = [.. Enumerable.Range(30, state.Known).Select(InfoOf), InfoOf(255)];

            StrategyPlan plan = strategy.Plan(connected, known);

            int old = connected.Count(peer => peer.Age >= _options.GracePeriod);
            Assert.Equal(Math.Clamp(connected.Count - state.Max, 0, old), plan.Prune.Length);
            Assert.Equal(plan.Prune.Length, plan.Prune.Distinct().Count());
            Assert.Equal(plan.Dial.Length, plan.Dial.Distinct().Count());
            Assert.DoesNotContain(Local, plan.Dial);
            Assert.Empty(plan.Dial.Intersect(connected.Select(peer => peer.Id)));
            Assert.True(plan.Dial.IsEmpty || connected.Count + plan.Dial.Length <= state.Max);
            Assert.Equal(plan.Dial.AsEnumerable(), strategy.Plan(connected, known.Reverse()).Dial);

            connected.RemoveAll(peer => plan.Prune.Contains(peer.Id));
            connected.AddRange(plan.Dial.Select(peer => new ConnectedPeer(peer, RoleOf(peer), TimeSpan.Zero, 0)));
            StrategyPlan next = strategy.Plan(connected, known);
            Assert.True(plan.Dial.IsEmpty || (next.Dial.IsEmpty && next.Prune.IsEmpty));
        });
    }

    /// <summary>Ids below 10 are super nodes, below 20 hubs, the rest leaves.</summary>
    private static NodeRole RoleOf(PeerId peer) => peer.Bytes.Span[^32] switch
    {
        < 10 => NodeRole.SuperNode,
        < 20 => NodeRole.RegionalHub,
        _ => NodeRole.Leaf,
    };

    private static PeerId IdOf(int index) =>
        new PeerPublicKey(PeerKeyType.Ed25519, [.. Enumerable.Range(0, 32).Select(at => (byte)(index * ((at * 37) + 1)))]).PeerId;

    private static PeerInfo InfoOf(int index) => new(IdOf(index), []) { Role = RoleOf(IdOf(index)) };

    private static IEnumerable<PeerInfo> Known(int super, int regional, int leaf) => Enumerable.Range(0, super)
        .Concat(Enumerable.Range(10, regional))
        .Concat(Enumerable.Range(20, leaf))
        .Select(InfoOf);
}
