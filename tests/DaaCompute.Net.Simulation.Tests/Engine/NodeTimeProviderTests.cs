namespace DaaCompute.Net.Simulation.Tests.Engine;

public sealed class NodeTimeProviderTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SteppedWorld _world = new();
    private readonly SimulatedNode _node;
    private readonly TimeProvider _time;

    public NodeTimeProviderTests()
    {
        _node = _world.Cluster.Nodes[0];
        _node.Start(_ => Task.CompletedTask);
        _time = _node.Process!.Time;
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void ClockOffset_Set_MovesTheWallClockAndNothingElse()
    {
        long before = _time.GetTimestamp();

        _node.ClockOffset = TimeSpan.FromMinutes(-7);

        Assert.Equal(VirtualTimeProvider.Epoch - TimeSpan.FromMinutes(7), _time.GetUtcNow());
        Assert.Equal(before, _time.GetTimestamp());
    }

    [Fact]
    public void ClockDrift_FastClock_ReachesItsDueTimesEarly()
    {
        _node.ClockDriftPartsPerMillion = 250_000;
        TimeSpan? at = null;
        using ITimer timer = _time.CreateTimer(_ => at = _world.Time.Elapsed, null, 5 * Second, Timeout.InfiniteTimeSpan);

        _world.RunFor(10 * Second);

        Assert.Equal(4 * Second, at);
        Assert.Equal(12.5 * Second, _time.GetElapsedTime(0));
    }

    [Fact]
    public void ClockDrift_Changed_NeverLetsTheSteadyClockJump()
    {
        _node.ClockDriftPartsPerMillion = 100;
        _world.RunFor(1000 * Second);
        long before = _time.GetTimestamp();

        _node.ClockDriftPartsPerMillion = -100;

        Assert.Equal(before, _time.GetTimestamp());
        Assert.Equal((1000.1 * Second).Ticks, before);
    }

    [Fact]
    public void Freeze_TimersDue_FireAtTheThawInOrder()
    {
        List<(int Timer, TimeSpan At)> fired = [];
        using ITimer second = Set(2, 2 * Second);
        using ITimer first = Set(1, Second);

        _node.Freeze();
        _world.RunFor(10 * Second);
        Assert.Empty(fired);
        _node.Thaw();
        _world.RunFor(Second);

        Assert.Equal([(1, 10 * Second), (2, 10 * Second)], fired);

        ITimer Set(int number, TimeSpan due) =>
            _time.CreateTimer(_ => fired.Add((number, _world.Time.Elapsed)), null, due, Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void Crash_TimersOfTheProcess_NeverFireAgain()
    {
        int fired = 0;
        using ITimer timer = _time.CreateTimer(_ => fired++, null, Second, Second);
        _world.RunFor(2.5 * Second);

        _node.Crash();
        _world.RunFor(10 * Second);
        _node.Restart();
        _world.RunFor(10 * Second);

        Assert.Equal(2, fired);
        Assert.NotSame(_time, _node.Process!.Time);
    }
}
