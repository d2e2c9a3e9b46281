using DaaCompute.Net.Topology.Scaling;

namespace DaaCompute.Net.Topology.Tests.Scaling;

public sealed class ScalingPolicyTests
{
    private static readonly ScalingPolicyOptions Options = new() { MinNodes = 4, MaxNodes = 40, MaxStep = 10 };

    private readonly ScalingPolicy _policy = new(Options);

    [Fact]
    public void Step_AHighLoadThatLasts_AddsUntilItIsInTheMiddle()
    {
        Assert.Equal(0, _policy.Step(0.9, 10, TimeSpan.Zero).Change);
        Assert.Equal(0, _policy.Step(0.9, 10, TimeSpan.FromSeconds(59)).Change);
        int added = _policy.Step(0.9, 10, TimeSpan.FromSeconds(60)).Change;
        Assert.Equal(7, added);
        double after = 0.9 * 10 / (10 + added);
        Assert.InRange(after, Options.ScaleDownThreshold, Options.ScaleUpThreshold);
    }

    [Fact]
    public void Step_APeak_DoesNothing()
    {
        _policy.Step(0.9, 10, TimeSpan.Zero);
        _policy.Step(0.5, 10, TimeSpan.FromSeconds(30));
        Assert.Equal(0, _policy.Step(0.9, 10, TimeSpan.FromSeconds(61)).Change);
    }

    [Fact]
    public void Step_AfterAChange_WaitsForItToTakeEffect()
    {
        _policy.Step(0.9, 10, TimeSpan.Zero);
        Assert.NotEqual(0, _policy.Step(0.9, 10, TimeSpan.FromMinutes(1)).Change);
        for (int minute = 2; minute < 6; minute++)
        {
            Assert.Equal(0, _policy.Step(1, 17, TimeSpan.FromMinutes(minute)).Change);
        }

        Assert.True(_policy.Step(1, 17, TimeSpan.FromMinutes(6)).Change > 0);
    }

    [Fact]
    public void Step_ALowLoadThatLasts_LetsNodesGoButNotTooMany()
    {
        _policy.Step(0.1, 20, TimeSpan.Zero);
        int change = _policy.Step(0.1, 20, TimeSpan.FromMinutes(1)).Change;
        Assert.Equal(-10, change);
        Assert.True(0.1 * 20 / (20 + change) < Options.ScaleUpThreshold);
        ScalingPolicy small = new(Options);
        small.Step(0, 5, TimeSpan.Zero);
        Assert.Equal(-1, small.Step(0, 5, TimeSpan.FromMinutes(1)).Change);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(45, -5)]
    public void Step_OutsideTheBounds_ComesBackAtOnce(int nodes, int expected)
    {
        Assert.Equal(expected, _policy.Step(0.5, nodes, TimeSpan.Zero).Change);
        Assert.Equal(0, _policy.Step(0.5, nodes, TimeSpan.FromSeconds(1)).Change);
    }

    [Fact]
    public void Step_ALoadThatTheNodesShare_SettlesAndStays()
    {
        Random random = new(3);
        int nodes = 5;
        List<int> late = [];
        for (int second = 0; second < 4 * 3600; second += 15)
        {
            double load = Math.Clamp((11.0 + (2 * random.NextDouble())) / nodes, 0, 1);
            nodes += _policy.Step(load, nodes, TimeSpan.FromSeconds(second)).Change;
            if (second > 3600)
            {
                late.Add(nodes);
            }
        }

        Assert.Single(late.Distinct());
        Assert.InRange(late[0], 15, 40);
    }

    [Fact]
    public void Value_OfALoad_IsThatOfTheScarcest() =>
        Assert.Equal(0.7, new NetworkLoad(0.2, 0.7, 0.1).Value);
}
