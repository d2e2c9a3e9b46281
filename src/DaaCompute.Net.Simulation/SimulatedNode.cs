using DaaCompute.Net.Simulation.Engine;
using DaaCompute.Net.Simulation.Links;
using DaaCompute.Net.Simulation.Storage;

namespace DaaCompute.Net.Simulation;

/// <summary>A machine of the simulation: a clock, a disk, an address, and at most one process that runs on it.</summary>
public sealed class SimulatedNode
{
    private readonly SimulatedCluster _cluster;
    private readonly SeededEntropySource _entropy;
    private Func<SimulatedProcess, Task>? _program;
    private int _runs;

    internal SimulatedNode(SimulatedCluster cluster, int number, SeededEntropySource entropy)
    {
        _cluster = cluster;
        _entropy = entropy;
        Number = number;
        Address = Multiaddress.Parse(string.Create(null, $"/memory/{number}"));
        Clock = new DriftingClock(cluster.Network.Loop);
        Disk = new SimulatedDisk(entropy.Derive("disk"));
    }

    /// <summary>The node's number, from 1.</summary>
    public int Number { get; }

    /// <summary>Where others reach it: <c>/memory/N</c>.</summary>
    public Multiaddress Address { get; }

    /// <summary>The process that runs now, or null.</summary>
    public SimulatedProcess? Process { get; private set; }

    /// <summary>Whether a process runs that is not frozen.</summary>
    public bool IsRunning => Process is { IsFrozen: false };

    /// <summary>Whether the machine is on: one that is off answers nothing, not even with a refusal.</summary>
    public bool IsPowered { get; private set; } = true;

    /// <summary>How far the machine's wall clock is off. Setting it lets the clock jump; timers do not notice.</summary>
    /// <value>Default zero.</value>
    public TimeSpan ClockOffset
    {
        get => TimeSpan.FromTicks(Clock.Offset);
        set
        {
            Clock.Offset = value.Ticks;
            Note($"clock offset {value}");
        }
    }

    /// <summary>How fast the machine's clock runs, in parts per million over true time. Timers made from now on follow it.</summary>
    /// <value>Default 0; real machines stay within ±100.</value>
    public int ClockDriftPartsPerMillion
    {
        get => (int)Clock.Drift;
        set => Clock.Drift = value;
    }

    /// <summary>The machine's disk, which outlives its processes.</summary>
    public SimulatedDisk Disk { get; }

    internal DriftingClock Clock { get; }

    internal SimulatedListener? Listener { get; set; }

    /// <summary>The network that takes peers' connections in a very large simulation.</summary>
    internal SimulatedPeerNetwork? Peers { get; set; }

    internal bool UsesRealCryptography => _cluster.UsesRealCryptography;

    internal SimulationTrace Trace => _cluster.Trace;

    /// <summary>Starts a program as the node's process, now and after every restart.</summary>
    /// <param name="program">
    /// The program; what it throws breaks the simulation's rules, and so does nothing else: it may end or run for ever.
    /// </param>
    /// <exception cref="InvalidOperationException">A process runs already.</exception>
    public void Start(Func<SimulatedProcess, Task> program)
    {
        if (Process is not null)
        {
            throw new InvalidOperationException($"Node {Number} runs already.");
        }

        Note("starts");
        _program = program;
        IsPowered = true;
        SeededEntropySource entropy = _entropy.Derive(string.Create(null, $"run/{++_runs}"));
        Process = new SimulatedProcess(_cluster.Network, this, entropy);
        _ = WatchAsync(Process, program);
    }

    /// <summary>Starts the program of the last <see cref="Start"/> again, with what the disk has kept.</summary>
    /// <exception cref="InvalidOperationException">A process runs already, or none ever did.</exception>
    public void Restart() => Start(_program ?? throw new InvalidOperationException($"Node {Number} never ran."));

    /// <summary>Kills the process. The machine stays on and resets its connections. Does nothing when none runs.</summary>
    public void Crash()
    {
        if (Process is not null)
        {
            Note("crashes");
            Kill(sayReset: true);
        }
    }

    /// <summary>Cuts the power: the process is gone, and nothing answers until the next start.</summary>
    public void LosePower()
    {
        Note("loses power");
        IsPowered = false;
        Kill(sayReset: false);
    }

    /// <summary>Stops the process in its tracks, as SIGSTOP does: its connections stay, and say nothing.</summary>
    public void Freeze()
    {
        Note("freezes");
        Process?.Freeze();
    }

    /// <summary>Lets a frozen process go on. Does nothing when it is not frozen.</summary>
    public void Thaw()
    {
        Note("thaws");
        Process?.Thaw();
    }

    /// <summary>Fills in the seed of the node's key: the same for all its processes.</summary>
    internal void DrawIdentity(Span<byte> seed) => _entropy.Derive("identity").Fill(seed);

    private void Kill(bool sayReset)
    {
        Listener = null;
        Peers = null;
        Process?.Kill(sayReset);
        Process = null;
        Disk.Crash();
    }

    private void Note(string text) => Trace.Append(TraceKind.Node, Number, text);

    private async Task WatchAsync(SimulatedProcess process, Func<SimulatedProcess, Task> program)
    {
        try
        {
            await program(process).ConfigureAwait(false);
        }
        catch (Exception fault) when (process.IsAlive)
        {
            _cluster.Violation($"node {Number}'s program threw: {fault}");
        }
    }
}
