using System.CommandLine;
using System.Security.Cryptography;

namespace DaaCompute.Net.Fuzz.Commands;

/// <summary>
/// <c>daa-fuzz minimise</c>: copies the fewest and shortest inputs that take all the branches that all of them take.
/// </summary>
internal static class MinimiseCommand
{
    public static Command Create()
    {
        Argument<IFuzzTarget> target = CommonArguments.Target();
        Argument<DirectoryInfo> from = CommonArguments.Folder("from", "Inputs, in this folder and those in it.");
        Argument<DirectoryInfo> to = CommonArguments.Folder("to", "The corpus, where what is kept is added.");
        Option<int> limit = new("--max-bytes") { Description = "How large the corpus may be.", DefaultValueFactory = _ => 60_000 };
        Command command = new("minimise", "Adds to a corpus the few inputs that matter. Needs an instrumented copy.")
        {
            target, from, to, limit,
        };
        command.SetAction(parsed => Minimise(
            parsed.GetRequiredValue(target), parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), parsed.GetValue(limit)));
        return command;
    }

    private static void Minimise(IFuzzTarget target, DirectoryInfo from, DirectoryInfo to, int limit)
    {
        to.Create();
        using CoverageMap map = new();
        HashSet<int> taken = [];
        long size = 0;
        foreach (FileInfo file in to.EnumerateFiles())
        {
            size += file.Length;
            taken.UnionWith(Run(target, map, File.ReadAllBytes(file.FullName)));
        }

        // Short inputs first: a longer one is kept for what none before it does.
        int kept = 0;
        byte[][] inputs = [.. from.EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(IsInput)
            .OrderBy(file => file.Length).ThenBy(file => file.FullName, StringComparer.Ordinal)
            .Select(file => File.ReadAllBytes(file.FullName))];
        foreach (byte[] input in inputs)
        {
            int[] branches = Run(target, map, input);
            if (size + input.Length <= limit && !taken.IsSupersetOf(branches))
            {
                taken.UnionWith(branches);
                size += input.Length;
                kept++;
                string name = Convert.ToHexStringLower(SHA256.HashData(input))[..16];
                File.WriteAllBytes(Path.Combine(to.FullName, name), input);
            }
        }

        Console.WriteLine($"{target.Name}: {kept} of {inputs.Length} inputs kept, {size} bytes, {taken.Count} branches");
    }

    // afl-fuzz keeps its notes beside the inputs it found.
    private static bool IsInput(FileInfo file) => file.Directory!.Name is not ("crashes" or "hangs" or ".synced" or "default")
        && !file.FullName.Contains("/.state/", StringComparison.Ordinal);

    private static int[] Run(IFuzzTarget target, CoverageMap map, byte[] input)
    {
        // The first run may take branches that only a first run takes.
        TargetRun.Once(target, input);
        map.Clear();
        TargetRun.Once(target, input);
        return [.. map.Taken()];
    }
}
