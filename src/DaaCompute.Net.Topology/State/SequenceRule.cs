namespace DaaCompute.Net.Topology.State;

/// <summary>
/// Which numbers a subject's changes take, so that two rivals take the same one and no number is ever taken twice, though
/// the state forgets subjects after a while.
/// </summary>
/// <remarks>
/// A subject that the state knows goes on by one. One that it does not know begins at a number made of a height: that of the
/// window it is in, or, so that nobody is late at the turn of a window, of the one before. Subjects are remembered for two
/// windows after their last change, and a link forgotten with a member that left begins anew above the height at which that
/// member joins again; so whatever it begins at is above all that it ever took.
/// </remarks>
internal static class SequenceRule
{
    /// <summary>Room for the changes of a subject that is never forgotten: a million.</summary>
    private const int CounterBits = 20;

    /// <summary>The number after a subject's last one; null when its room is used up.</summary>
    public static ulong? After(ulong last) => (last + 1) % (1UL << CounterBits) == 0 ? null : last + 1;

    /// <summary>The number that a subject which the state does not know begins at.</summary>
    /// <param name="height">The height at which it is to be applied.</param>
    /// <param name="window">The window's length, in heights.</param>
    /// <param name="floor">A height that it has to be above; -1 for none.</param>
    public static ulong First(long height, long window, long floor) =>
        ((ulong)(Math.Max(height / window * window, floor) + 1) << CounterBits) + 1;

    /// <summary>Whether a subject may begin at a number: this window's, or the one's before.</summary>
    public static bool IsFirst(ulong sequence, long height, long window, long floor) =>
        sequence == First(height, window, floor) || sequence == First(Math.Max(0, height - window), window, floor);

    /// <summary>How long a subject is remembered after its last change.</summary>
    public static long ExpiresAt(long height, long window) => height + (2 * window);
}
