using System.Diagnostics;

namespace DaaCompute.Net.InteropTests.Mdns;

/// <summary>
/// A private Avahi on the loopback interface: its own message bus, its own view of <c>/run</c>, and gone with the test.
/// </summary>
internal sealed class Avahi : IAsyncDisposable
{
    private static readonly string[] Tools =
        ["avahi-daemon", "avahi-browse", "avahi-publish-service", "dbus-daemon", "unshare"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("daa-avahi-");
    private readonly List<ToolProcess> _processes = [];

    /// <summary>Why Avahi does not run here, or null when it does.</summary>
    public static string? Missing { get; } = FindObstacle();

    private string Bus => $"unix:path={Path.Combine(_folder.FullName, "bus")}";

    public static async Task<Avahi> StartAsync()
    {
        Avahi avahi = new();
        try
        {
            await avahi.RunDaemonsAsync();
            return avahi;
        }
        catch
        {
            await avahi.DisposeAsync();
            throw;
        }
    }

    /// <summary>Looks for services until disposed; each line is a finding, <c>=</c> before what is resolved, <c>-</c> before what left.</summary>
    public ToolProcess Browse(string type) => Run("avahi-browse", "--resolve", "--parsable", type);

    /// <summary>Publishes a service until disposed.</summary>
    public async Task<ToolProcess> PublishAsync(string name, string type, int port, string text)
    {
        ToolProcess publisher = Run("avahi-publish-service", name, type, $"{port}", text);
        await publisher.ErrorAsync(line => line.Contains("Established", StringComparison.Ordinal));
        return publisher;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ToolProcess process in Enumerable.Reverse(_processes))
        {
            await process.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task RunDaemonsAsync()
    {
        string busConfiguration = Path.Combine(_folder.FullName, "bus.conf");
        await File.WriteAllTextAsync(busConfiguration, $"""
            <busconfig>
              <listen>{Bus}</listen>
              <policy context="default">
                <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow eavesdrop="true"/>
              </policy>
            </busconfig>
            """);
        string configuration = Path.Combine(_folder.FullName, "avahi.conf");
        await File.WriteAllTextAsync(configuration, """
            [server]
            host-name=daa-avahi-test
            use-ipv4=yes
            use-ipv6=no
            allow-interfaces=lo
            enable-dbus=yes
            [publish]
            publish-hinfo=no
            publish-workstation=no
            """);
        ToolProcess bus = Run("dbus-daemon", $"--config-file={busConfiguration}", "--nofork", "--nopidfile", "--print-address=1");
        await bus.LineAsync(line => line.StartsWith("unix:", StringComparison.Ordinal));
        ToolProcess daemon = Run(
            "unshare",
            "--mount",
            "sh",
            "-c",
            $"mount -t tmpfs tmpfs /run && exec avahi-daemon -f {configuration} --no-chroot --no-drop-root --no-rlimits");
        await daemon.ErrorAsync(line => line.Contains("Server startup complete", StringComparison.Ordinal));
    }

    private ToolProcess Run(string tool, params string[] arguments)
    {
        ToolProcess process = new(tool, arguments, ("DBUS_SYSTEM_BUS_ADDRESS", Bus));
        _processes.Add(process);
        return process;
    }

    private static string? FindObstacle()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        string? absent = Tools.FirstOrDefault(tool => !folders.Append("/usr/sbin").Any(f => File.Exists(Path.Combine(f, tool))));
        return !OperatingSystem.IsLinux() ? "Avahi is for Linux"
            : absent is not null ? $"{absent} is not here; eng/foreign-peers.sh installs it on Debian"
            : CanUnshare() ? null
            : "Avahi's /run cannot be made private here: that needs root";
    }

    private static bool CanUnshare()
    {
        using Process process = Process.Start(
            new ProcessStartInfo("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/run"]) { RedirectStandardError = true })!;
        return process.WaitForExit(TimeSpan.FromSeconds(30)) && process.ExitCode == 0;
    }
}
