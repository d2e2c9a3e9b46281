using System.Diagnostics;

namespace DaaCompute.Net.Fuzz;

/// <summary>Runs one input through one target.</summary>
internal static class TargetRun
{
    // A hundred times what the slowest target takes, a whole handshake of both sides; and a second for a mebibyte.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPerByte = TimeSpan.FromMicroseconds(1);

    /// <summary>Runs an input, and calls it a finding when it takes too long three times in a row.</summary>
    public static void Timed(IFuzzTarget target, ReadOnlySpan<byte> input)
    {
        TimeSpan limit = Longest + (LongestPerByte * input.Length);
        TimeSpan taken = limit;
        for (int attempt = 0; attempt < 3 && taken >= limit; attempt++)
        {
            long start = Stopwatch.GetTimestamp();
            Once(target, input);
            taken = Stopwatch.GetElapsedTime(start);
        }

        FuzzFindingException.Require(taken < limit, $"{input.Length} bytes take {taken.TotalMilliseconds:F0} ms");
    }

    public static void Once(IFuzzTarget target, ReadOnlySpan<byte> input)
    {
        try
        {
            target.Run(input);
        }
        catch (AllocationExceededException)
        {
            // A first run initialises types and fills caches; what the input itself costs, it costs every time.
            target.Run(input);
        }
    }
}
