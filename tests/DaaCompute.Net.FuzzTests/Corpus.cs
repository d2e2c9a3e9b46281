using DaaCompute.Net.Testing;

namespace DaaCompute.Net.Fuzz;

/// <summary>The saved inputs of a target: valid ones, what a fuzzer found worth keeping, and what once broke a law.</summary>
internal static class Corpus
{
    public const string Folder = "tests/DaaCompute.Net.FuzzTests/corpus";

    public static IReadOnlyList<string> Targets { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(RepositoryRoot.Path, Folder)).Select(folder => Path.GetFileName(folder)!)];

    /// <summary>The files of a target in the order of their names, with what they hold.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(string target)
    {
        string folder = Path.Combine(RepositoryRoot.Path, Folder, target);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
                .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))]
            : [];
    }
}
