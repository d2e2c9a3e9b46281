using System.Text.RegularExpressions;

namespace DaaCompute.Net.ArchitectureTests.Docs;

/// <summary>Traces of a machine that do not belong into a repository.</summary>
internal static partial class TraceRules
{
    public static IEnumerable<string> MachinePaths(string path, string text) =>
        Find(path, text, MachinePath(), "a path of one machine");

    public static IEnumerable<string> RegistryHosts(string path, string text) =>
        Find(path, text, RegistryHost(), "a package source, which belongs to the machine or the organisation");

    private static IEnumerable<string> Find(string path, string text, Regex pattern, string what) =>
        pattern.Matches(text).Select(match => $"{path}:{text.AsSpan(0, match.Index).Count('\n') + 1}: '{match.Value}' is {what}");

    [GeneratedRegex(@"(?<![\w.}\-])/(work|root|home)/\w*|[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex("""https?://[^/\s"']*(registry|mirror|proxy|artifactory|nexus|nuget|pypi|npm)[^/\s"']*""")]
    private static partial Regex RegistryHost();
}
