namespace DaaCompute.Net.ArchitectureTests;

/// <summary>Fails a test with every violation named, not only the first.</summary>
internal static class Violations
{
    public static void AssertNone(IEnumerable<string> violations)
    {
        string[] found = [.. violations];
        Assert.True(found.Length == 0, $"{found.Length} violations:{Environment.NewLine}{string.Join(Environment.NewLine, found)}");
    }
}
