using DaaCompute.Net.Testing;

namespace DaaCompute.Net.ArchitectureTests;

/// <summary>The files of the checkout that are ours: what a build makes is left out.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] NotOurs =
        ["bin", "obj", "artifacts", ".git", ".vs", ".idea", ".vscode", "TestResults", "BenchmarkDotNet.Artifacts", "node_modules"];

    private static readonly string[] CodeFolders = ["src", "tools", "samples", "benchmarks", "tests"];

    private static readonly Lazy<SourceFile[]> CachedSources = new(() =>
        [.. CodeFolders.SelectMany(folder => Under(folder, "*.cs")).Select(path => new SourceFile(path, Read(path)))]);

    /// <summary>Every C# file.</summary>
    public static IReadOnlyList<SourceFile> Sources => CachedSources.Value;

    /// <summary>Paths from the root, with slashes, in order.</summary>
    public static IEnumerable<string> Under(string folder, string pattern)
    {
        string full = Path.Combine(RepositoryRoot.Path, folder);
        return Directory.Exists(full)
            ? Walk(new DirectoryInfo(full), pattern).Order(StringComparer.Ordinal)
            : [];
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, path));

    public static bool Exists(string path)
    {
        string full = Path.Combine(RepositoryRoot.Path, path);
        return File.Exists(full) || Directory.Exists(full);
    }

    private static IEnumerable<string> Walk(DirectoryInfo folder, string pattern)
    {
        foreach (FileInfo file in folder.EnumerateFiles(pattern))
        {
            yield return Path.GetRelativePath(RepositoryRoot.Path, file.FullName).Replace('\\', '/');
        }

        foreach (DirectoryInfo inner in folder.EnumerateDirectories().Where(inner => !NotOurs.Contains(inner.Name)))
        {
            foreach (string file in Walk(inner, pattern))
            {
                yield return file;
            }
        }
    }
}
