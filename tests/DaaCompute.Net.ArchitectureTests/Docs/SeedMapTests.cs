namespace DaaCompute.Net.ArchitectureTests.Docs;

/// <summary>The map from the specification to this tree tells the truth.</summary>
public sealed class SeedMapTests
{
    [Fact]
    public void SeedMap_OfThisTree_NamesFilesThatExist()
    {
        string map = RepositoryFiles.Read("docs/seed-map.md");

        Assert.True(SeedMap.Rows(map).Count() > 40);
        Violations.AssertNone(SeedMap.Violations(map, RepositoryFiles.Exists));
    }

    [Theory]
    [InlineData("| `A` | `src/A.cs` | note |", 0)]
    [InlineData("| `A` | not yet: gossip | |", 0)]
    [InlineData("| `A` | `src/A.cs`, `src/B.cs` | |", 1)]
    [InlineData("| `A` | somewhere | |", 1)]
    [InlineData("| `A` | not yet | |", 1)]
    [InlineData("| Seed | Home | Note |\n|---|---|---|\ntext", 0)]
    public void Violations_OfARow_AreFound(string row, int expected) =>
        Assert.Equal(expected, SeedMap.Violations(row, path => path == "src/A.cs").Count());
}
