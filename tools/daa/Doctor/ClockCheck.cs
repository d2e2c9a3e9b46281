using System.Diagnostics;

namespace DaaCompute.Net.CommandLine.Doctor;

/// <summary>The clock is not before this tool was built, and moves as fast as the timer does.</summary>
internal sealed class ClockCheck : ICheck
{
    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    public string Name => "clock";

    public string Fix => "Set the clock and keep it synchronised: timedatectl set-ntp true, or chrony. Peers refuse messages more than 60 s off.";

    public async Task<CheckResult> ExamineAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset built = File.GetLastWriteTimeUtc(Environment.ProcessPath!);
        DateTimeOffset before = TimeProvider.System.GetUtcNow();
        long start = Stopwatch.GetTimestamp();
        await Task.Delay(Watched, cancellationToken);
        TimeSpan drift = TimeProvider.System.GetUtcNow() - before - Stopwatch.GetElapsedTime(start);
        return before >= built - TimeSpan.FromDays(1) && drift.Duration() <= Tolerance
            ? new CheckResult(Name, Ok: true, FormattableString.Invariant($"{before:u}, steady to {drift.Duration().TotalMilliseconds:0.0} ms"))
            : new CheckResult(Name, Ok: false, $"{before:u} with this tool made at {built:u}; it moved {drift} against the timer", Fix);
    }
}
