namespace DaaCompute.Net.ArchitectureTests.Docs;

/// <summary>The repository speaks of no machine.</summary>
public sealed class TraceTests
{
    private static readonly string[] Binary = [".png", ".bin", ".ico", ".snk"];

    private static IEnumerable<(string Path, string Text)> Files =>
        RepositoryFiles.Under(string.Empty, "*")
            .Where(path => path != ".git") // a linked worktree has a file of that name
            .Where(path => !Binary.Contains(Path.GetExtension(path)))
            .Select(path => (path, RepositoryFiles.Read(path)));

    [Fact]
    public void Files_Everywhere_NameNoMachinePath() =>
        Violations.AssertNone(Files.SelectMany(file => TraceRules.MachinePaths(file.Path, file.Text)));

    [Fact]
    public void Files_Everywhere_NameNoPackageSource() =>
        Violations.AssertNone(Files.SelectMany(file => TraceRules.RegistryHosts(file.Path, file.Text)));

    [Fact]
    public void NuGetConfig_Has_NoSources() =>
        Assert.DoesNotContain("packageSources", RepositoryFiles.Read("nuget.config"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{0}work/main/a", 1)]
    [InlineData("see {0}home/me", 1)]
    [InlineData("\"{0}root/x\"", 1)]
    [InlineData("docs{0}work/main", 0)]
    [InlineData("https:{0}{0}example.org{0}home/page", 0)]
    public void MachinePaths_InText_AreFound(string format, int expected) =>
        Assert.Equal(expected, TraceRules.MachinePaths("f", string.Format(null, format, '/')).Count());

    [Theory]
    [InlineData("{0}registry.example.org/a", 1)]
    [InlineData("{0}api.nuget.org/v3/index.json", 1)]
    [InlineData("{0}github.com/multiformats/multiaddr", 0)]
    public void RegistryHosts_InText_AreFound(string format, int expected) =>
        Assert.Equal(expected, TraceRules.RegistryHosts("f", string.Format(null, format, "https:/" + "/")).Count());
}
