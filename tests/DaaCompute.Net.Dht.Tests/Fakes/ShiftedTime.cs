namespace DaaCompute.Net.Dht.Tests.Fakes;

/// <summary>The machine's clock, with a date that can be put forward; timers and time-outs run as ever.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);
}
