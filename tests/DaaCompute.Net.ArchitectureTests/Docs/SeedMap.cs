using System.Text.RegularExpressions;

namespace DaaCompute.Net.ArchitectureTests.Docs;

/// <summary>Reads <c>docs/seed-map.md</c>: rows of what the specification names, and where it is.</summary>
internal static partial class SeedMap
{
    /// <summary>Every row that names neither a file that exists nor a milestone, and every file that does not exist.</summary>
    public static IEnumerable<string> Violations(string markdown, Func<string, bool> exists)
    {
        foreach (string[] cells in Rows(markdown))
        {
            string[] paths = [.. FilePath().Matches(cells[1]).Select(match => match.Groups[1].Value)];
            if (paths.Length == 0 && !NotYet().IsMatch(cells[1]))
            {
                yield return $"'{cells[0]}' names neither a file nor 'not yet: …'";
            }

            foreach (string path in paths.Where(path => !exists(path)))
            {
                yield return $"'{cells[0]}': {path} does not exist";
            }
        }
    }

    public static IEnumerable<string[]> Rows(string markdown) => markdown.Split('\n')
        .Where(line => line.StartsWith('|') && !line.StartsWith("|-", StringComparison.Ordinal) && !line.StartsWith("| --", StringComparison.Ordinal))
        .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())
        .Where(cells => cells.Length >= 2 && cells[0] != "Seed");

    [GeneratedRegex("`([A-Za-z0-9_.-]+/[A-Za-z0-9_./-]+)`")]
    private static partial Regex FilePath();

    [GeneratedRegex(@"not yet: \S+")]
    private static partial Regex NotYet();
}
