namespace DaaCompute.Net.ArchitectureTests.Layers;

/// <summary>The star of references and the ladder of contracts.</summary>
public sealed class LayeringTests
{
    private static readonly LayerMap Map = LayerMap.Load();

    private static string[] Packages =>
        [.. RepositoryFiles.Under("src", "*.csproj").Select(path => Path.GetFileNameWithoutExtension(path)!)];

    [Fact]
    public void Packages_All_AreInTheMap() =>
        Assert.Equal(Map.Packages.Keys.Order(StringComparer.Ordinal), Packages.Order(StringComparer.Ordinal));

    [Fact]
    public void Projects_Reference_OnlyWhatTheMapAllows() => Violations.AssertNone(
        from package in Packages
        from reference in ProjectFile.ProjectReferences(ProjectText(package))
        where !Map.Packages[package].References.Contains(reference)
        select $"{package} references {reference}");

    [Fact]
    public void Projects_DependOn_OnlyTheThirdPartiesOfTheMap() => Violations.AssertNone(
        from package in Packages
        from dependency in ProjectFile.PackageReferences(ProjectText(package))
        where !Map.AllowsPackage(package, dependency)
        select $"{package} depends on {dependency}");

    [Fact]
    public void Assemblies_Use_OnlyContractsTheMapAllows() => Violations.AssertNone(
        from package in Packages
        where package != Map.ContractsAssembly
        from type in AssemblyUse.TypesOf(AssemblyUse.PathOf(package), Map.ContractsAssembly)
        where !Map.AllowsContract(package, type.Namespace, type.Name)
        select $"{package} uses {type.Namespace}.{type.Name}");

    [Fact]
    public void Map_References_HaveNoCycle()
    {
        HashSet<string> settled = [];
        while (settled.Count < Map.Packages.Count)
        {
            string[] next = [.. Map.Packages.Where(p => !settled.Contains(p.Key) && p.Value.References.All(settled.Contains)).Select(p => p.Key)];
            Assert.True(next.Length > 0, $"a cycle among {string.Join(", ", Map.Packages.Keys.Except(settled))}");
            settled.UnionWith(next);
        }
    }

    [Fact]
    public void TypesOf_ThisAssembly_FindsWhatItUses()
    {
        string here = typeof(LayeringTests).Assembly.Location;

        Assert.Contains(("Xunit", "FactAttribute"), AssemblyUse.TypesOf(here, "xunit.core"));
        Assert.Contains("System.Reflection.Metadata", AssemblyUse.References(here));
        Assert.Empty(AssemblyUse.TypesOf(here, "no.such.assembly"));
    }

    [Theory]
    [InlineData("N", "A", true)]
    [InlineData("N.One", "A", true)]
    [InlineData("N.Two", "A", false)]
    [InlineData("N.Two", "B", true)]
    public void AllowsContract_OfAMap_FollowsIt(string typeNamespace, string typeName, bool expected)
    {
        LayerMap map = LayerMap.Parse("""
            { "contractsAssembly": "N", "ground": ["N"], "freePackages": ["Free.*"], "packages": {
              "P": { "references": [], "contracts": ["N.One"], "contractTypes": ["N.Two.B"], "packages": ["Paid"] } } }
            """);

        Assert.Equal(expected, map.AllowsContract("P", typeNamespace, typeName));
        Assert.True(map.AllowsPackage("P", "Free.Lunch") && map.AllowsPackage("P", "Paid"));
        Assert.False(map.AllowsPackage("P", "Other"));
    }

    [Fact]
    public void ProjectReferences_OfAProjectFile_AreNames()
    {
        const string Xml = """
            <Project><ItemGroup><ProjectReference Include="..\A\A.B.csproj" /><PackageReference Include="C" /></ItemGroup></Project>
            """;

        Assert.Equal(["A.B"], ProjectFile.ProjectReferences(Xml));
        Assert.Equal(["C"], ProjectFile.PackageReferences(Xml));
    }

    private static string ProjectText(string package) => RepositoryFiles.Read($"src/{package}/{package}.csproj");
}
