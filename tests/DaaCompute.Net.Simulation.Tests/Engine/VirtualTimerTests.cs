namespace DaaCompute.Net.Simulation.Tests.Engine;

public sealed class VirtualTimerTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly SteppedWorld _world = new();
    private readonly List<(string Name, TimeSpan At)> _fired = [];

    public void Dispose() => _world.Dispose();

    [Fact]
    public void CreateTimer_SeveralOfOneMoment_FireInTheOrderTheyWereSet()
    {
        using ITimer late = Set("late", 3 * Second, Never);
        using ITimer first = Set("first", Second, Never);
        using ITimer second = Set("second", Second, Never);

        _world.RunFor(5 * Second);

        Assert.Equal([("first", Second), ("second", Second), ("late", 3 * Second)], _fired);
    }

    [Fact]
    public void CreateTimer_DueNow_FiresLaterThanTheCall()
    {
        using ITimer timer = Set("now", TimeSpan.Zero, Never);

        Assert.Empty(_fired);
        _world.RunFor(Second);
        Assert.Equal([("now", TimeSpan.Zero)], _fired);
    }

    [Fact]
    public void CreateTimer_Periodic_FiresAtEveryPeriodUntilDisposed()
    {
        ITimer timer = Set("tick", 2 * Second, Second);

        _world.RunFor(4.5 * Second);
        timer.Dispose();
        _world.RunFor(5 * Second);

        Assert.Equal([("tick", 2 * Second), ("tick", 3 * Second), ("tick", 4 * Second)], _fired);
    }

    [Fact]
    public void CreateTimer_InfiniteDueTime_NeverFires()
    {
        using ITimer timer = Set("never", Never, Second);

        _world.RunFor(100 * Second);

        Assert.Empty(_fired);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(4294967295.0)]
    public void CreateTimer_DueTimeTheSystemRefuses_Throws(double milliseconds)
    {
        TimeSpan time = TimeSpan.FromMilliseconds(milliseconds);

        Assert.Throws<ArgumentOutOfRangeException>(() => Set("bad", time, Never));
        Assert.Throws<ArgumentOutOfRangeException>(() => Set("bad", Second, time));
    }

    [Fact]
    public void CreateTimer_NoCallback_Throws() =>
        Assert.Throws<ArgumentNullException>(() => _world.Time.CreateTimer(null!, state: null, Second, Never));

    [Fact]
    public void Change_BeforeDue_MovesTheTimer()
    {
        using ITimer timer = Set("moved", Second, Never);

        Assert.True(timer.Change(4 * Second, Never));
        _world.RunFor(10 * Second);

        Assert.Equal([("moved", 4 * Second)], _fired);
    }

    [Fact]
    public void Change_AfterFiring_FiresAgain()
    {
        using ITimer timer = Set("again", Second, Never);

        _world.RunFor(2 * Second);
        timer.Change(Second, Never);
        _world.RunFor(2 * Second);

        Assert.Equal([("again", Second), ("again", 3 * Second)], _fired);
    }

    [Fact]
    public void Change_FromTheCallback_OverridesThePeriod()
    {
        ITimer? timer = null;
        using ITimer owned = timer = _world.Time.CreateTimer(
            _ =>
            {
                _fired.Add(("once", _world.Time.Elapsed));
                timer!.Change(Never, Never);
            },
            state: null,
            Second,
            Second);

        _world.RunFor(10 * Second);

        Assert.Equal([("once", Second)], _fired);
    }

    [Fact]
    public async Task Change_AfterDispose_IsRefused()
    {
        ITimer timer = Set("gone", Second, Never);
        await timer.DisposeAsync();

        Assert.False(timer.Change(Second, Never));
        _world.RunFor(5 * Second);
        Assert.Empty(_fired);
    }

    [Fact]
    public void Fire_TimerWithContext_RunsInTheContextItWasMadeIn()
    {
        AsyncLocal<string?> local = new() { Value = "maker" };
        string? seen = null;
        using ITimer timer = _world.Time.CreateTimer(_ => seen = local.Value, state: null, Second, Never);
        local.Value = "later";

        _world.RunFor(2 * Second);

        Assert.Equal("maker", seen);
    }

    [Fact]
    public void CancelAfter_VirtualTime_CancelsOnTheDot()
    {
        using CancellationTokenSource source = new(3 * Second, _world.Time);
        TimeSpan? at = null;
        source.Token.Register(() => at = _world.Time.Elapsed);

        _world.RunFor(10 * Second);

        Assert.Equal(3 * Second, at);
    }

    private ITimer Set(string name, TimeSpan due, TimeSpan period) =>
        _world.Time.CreateTimer(_ => _fired.Add((name, _world.Time.Elapsed)), state: null, due, period);
}
