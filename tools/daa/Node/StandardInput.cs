namespace DaaCompute.Net.CommandLine.Node;

/// <summary>Standard input as a lifeline: when whoever holds its other end goes, so does the node.</summary>
internal static class StandardInput
{
    private const string DescriptorPath = "/proc/self/fd/0";

    /// <summary>Cancels a source when standard input ends.</summary>
    public static async Task WhenClosedAsync(CancellationTokenSource source)
    {
        if (IsNullDevice())
        {
            return;
        }

        // A read of the console blocks its thread, so it gets one that nothing else waits for.
        await Task.Yield();
        await using Stream input = Console.OpenStandardInput();
        byte[] ignored = new byte[256];
        while (await input.ReadAsync(ignored, source.Token) > 0)
        {
        }

        await source.CancelAsync();
    }

    /// <summary>A shell's <c>&amp;</c> and service managers give the null device, which says nothing about anybody's end.</summary>
    private static bool IsNullDevice() =>
        OperatingSystem.IsLinux() && File.ResolveLinkTarget(DescriptorPath, returnFinalTarget: false)?.FullName == "/dev/null";
}
