using System.Globalization;

namespace TrainTogether;

/// <summary>What the command line asks for.</summary>
internal sealed record RunOptions
{
    public const string Usage = """
        TrainTogether: several processes train one language model together over post-quantum links.

          --nodes N          processes, 1 to 32 (default 4)
          --data PATH        a text file, or a folder of .md (or else .txt) files (default: the Markdown of this repository)
          --steps N          optimiser steps (default 2000)
          --batch N          samples of each process and step (default 64)
          --seed N           what weights and samples are drawn from (default 1)
          --discover HOW     how they find each other: bootstrap (default), mdns or rendezvous
          --kill-one         kill a process midway (SIGKILL); the others go on
          --freeze-one       stop a process midway (SIGSTOP); the others go on
          --single           train the same alone, without a network
          --compare-single   afterwards, train the same alone and compare
          --verbose          log what the nodes do, on standard error
          --json FILE        write the report as JSON; '-' for standard output
        """;

    public int Nodes { get; init; } = 4;

    public string? Data { get; init; }

    public int Steps { get; init; } = 2000;

    public int Batch { get; init; } = 64;

    public int Seed { get; init; } = 1;

    public Discovery Discover { get; init; }

    public bool KillOne { get; init; }

    public bool FreezeOne { get; init; }

    public bool Single { get; init; }

    public bool CompareSingle { get; init; }

    public bool Verbose { get; init; }

    public string? Json { get; init; }

    /// <summary>The number of this process among the workers, from 0; null for the process that starts them.</summary>
    public int? Worker { get; init; }

    /// <summary>The address of the first worker, for all others; with mDNS, nobody is told.</summary>
    public string? First { get; init; }

    /// <summary>Tells this run from others on the machine, which mDNS finds as well.</summary>
    public int Run { get; init; } = Environment.ProcessId;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">An argument is unknown, or its value is missing or out of range.</exception>
    public static RunOptions Parse(string[] arguments)
    {
        RunOptions options = new();
        Queue<string> rest = new(arguments);
        while (rest.TryDequeue(out string? name))
        {
            options = name switch
            {
                "--nodes" => options with { Nodes = Number(name, rest, 1, 32) },
                "--data" => options with { Data = Value(name, rest) },
                "--steps" => options with { Steps = Number(name, rest, 10, 1_000_000) },
                "--batch" => options with { Batch = Number(name, rest, 1, 65_536) },
                "--seed" => options with { Seed = Number(name, rest, 0, int.MaxValue) },
                "--discover" => options with { Discover = How(Value(name, rest)) },
                "--kill-one" => options with { KillOne = true },
                "--freeze-one" => options with { FreezeOne = true },
                "--single" => options with { Single = true },
                "--compare-single" => options with { CompareSingle = true },
                "--verbose" => options with { Verbose = true },
                "--json" => options with { Json = Value(name, rest) },
                "--worker" => options with { Worker = Number(name, rest, 0, 31) },
                "--first" => options with { First = Value(name, rest) },
                "--run" => options with { Run = Number(name, rest, 0, int.MaxValue) },
                _ => throw new FormatException($"'{name}' is not an option."),
            };
        }

        return (options.KillOne || options.FreezeOne) && options.Nodes < (options.KillOne && options.FreezeOne ? 3 : 2)
            ? throw new FormatException("--kill-one and --freeze-one need somebody left: raise --nodes.")
            : options;
    }

    /// <summary>The arguments that make a worker of this run.</summary>
    public IEnumerable<string> ForWorker(int worker, string data, string? first)
    {
        string[] arguments =
        [
            "--worker", Text(worker), "--nodes", Text(Nodes), "--steps", Text(Steps), "--batch", Text(Batch),
            "--seed", Text(Seed), "--data", data, "--discover", $"{Discover}".ToLowerInvariant(), "--run", Text(Run),
        ];
        string[] verbose = Verbose ? ["--verbose"] : [];
        string[] others = first is null ? [] : ["--first", first];
        return [.. arguments, .. verbose, .. others];
    }

    private static Discovery How(string value) => value switch
    {
        "bootstrap" => Discovery.Bootstrap,
        "mdns" => Discovery.Mdns,
        "rendezvous" => Discovery.Rendezvous,
        _ => throw new FormatException("--discover takes bootstrap, mdns or rendezvous."),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Value(string name, Queue<string> rest) =>
        rest.TryDequeue(out string? value) ? value : throw new FormatException($"{name} needs a value.");

    private static int Number(string name, Queue<string> rest, int least, int most) =>
        int.TryParse(Value(name, rest), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} takes a number from {least} to {most}.");
}
