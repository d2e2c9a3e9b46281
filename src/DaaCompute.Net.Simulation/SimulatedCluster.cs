using System.Collections.Immutable;
using DaaCompute.Net.Simulation.Engine;

namespace DaaCompute.Net.Simulation;

/// <summary>The world of a scenario: its nodes, the network between them, its time and its chance.</summary>
public sealed class SimulatedCluster
{
    /// <summary>Violations, and figures, that are kept; a broken rule tends to be broken again every second.</summary>
    private const int MaxViolations = 100;

    private readonly SeededEntropySource _entropy;
    private readonly List<string> _violations = [];
    private readonly List<string> _figures = [];

    internal SimulatedCluster(SimulationLoop loop, SimulationOptions options, int? nodes = null)
    {
        _entropy = new SeededEntropySource(options.Seed);
        Trace = loop.Trace;
        Seed = options.Seed;
        UsesRealCryptography = options.UseRealCryptography;
        Time = new VirtualTimeProvider(loop);
        Network = new SimulatedNetwork(loop, options.Seed);
        int range = options.MaximumNodes - options.MinimumNodes + 1;
        int count = options.Nodes ?? nodes ?? options.MinimumNodes + _entropy.Derive("nodes").NextInt32(range);
        for (int number = 1; number <= count; number++)
        {
            Network.Nodes.Add(new SimulatedNode(this, number, _entropy.Derive(string.Create(null, $"node/{number}"))));
        }

        Nodes = [.. Network.Nodes];
    }

    /// <summary>The seed that the whole run follows from.</summary>
    public ulong Seed { get; }

    /// <summary>True time, which nodes see through their own clocks.</summary>
    public VirtualTimeProvider Time { get; }

    /// <summary>The network.</summary>
    public SimulatedNetwork Network { get; }

    /// <summary>The nodes, in the order of their numbers.</summary>
    public ImmutableArray<SimulatedNode> Nodes { get; }

    /// <summary>The log of all that happened.</summary>
    public SimulationTrace Trace { get; }

    /// <summary>Whether nodes are to use real keys and signatures.</summary>
    public bool UsesRealCryptography { get; }

    /// <summary>The rules broken so far.</summary>
    public ImmutableArray<string> Violations => [.. _violations];

    /// <summary>The figures reported so far.</summary>
    public ImmutableArray<string> Figures => [.. _figures];

    /// <summary>Randomness for one purpose: the same for the same seed and label, whatever else is drawn.</summary>
    /// <param name="label">The purpose.</param>
    public SeededEntropySource Entropy(string label) => _entropy.Derive($"scenario/{label}");

    /// <summary>Writes into the log.</summary>
    /// <param name="text">What the scenario has to say.</param>
    public void Mark(string text) => Trace.Append(TraceKind.Mark, 0, text);

    /// <summary>Reports a figure, in a line for people. It is no part of what runs are compared by.</summary>
    /// <param name="line">The figure and what it is.</param>
    public void Report(string line)
    {
        if (_figures.Count < MaxViolations)
        {
            _figures.Add(line);
        }
    }

    /// <summary>Says that a rule is broken. The run goes on, and fails.</summary>
    /// <param name="text">Which rule, and how.</param>
    public void Violation(string text)
    {
        Trace.Append(TraceKind.Violation, 0, text);
        if (_violations.Count < MaxViolations)
        {
            _violations.Add($"{Time.Elapsed}: {text}");
        }
    }

    /// <summary>Checks a rule.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="text">What to say when it does not.</param>
    public void Require(bool holds, string text)
    {
        if (!holds)
        {
            Violation(text);
        }
    }

    /// <summary>Lets virtual time pass.</summary>
    /// <param name="time">How much.</param>
    public Task RunForAsync(TimeSpan time) => Task.Delay(time, Time);

    /// <summary>Lets virtual time pass until something is so; looks every 50 ms.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="within">How long at most.</param>
    /// <returns>Whether it came about.</returns>
    public async Task<bool> RunUntilAsync(Func<bool> condition, TimeSpan within)
    {
        ArgumentNullException.ThrowIfNull(condition);
        for (TimeSpan end = Time.Elapsed + within; !condition();)
        {
            if (Time.Elapsed >= end)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), Time).ConfigureAwait(false);
        }

        return true;
    }
}
