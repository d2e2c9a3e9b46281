using System.Text.RegularExpressions;

namespace DaaCompute.Net.ArchitectureTests.Tidy;

/// <summary>The house style, as far as a machine can hold it.</summary>
public sealed class TidyTests
{
    [Fact]
    public void Sources_Everywhere_AreFoundAndParse()
    {
        Assert.True(RepositoryFiles.Sources.Count > 60);
        Violations.AssertNone(RepositoryFiles.Sources.SelectMany(file => file.Root.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error)
            .Select(diagnostic => $"{file.Path}: {diagnostic}")));
    }

    [Fact]
    public void Files_Everywhere_AreShort() => Check(LengthRules.FileLength);

    [Fact]
    public void Methods_Everywhere_AreShort() => Check(LengthRules.MethodLength);

    [Fact]
    public void Files_Everywhere_HoldOneType() => Check(TypeRules.OneType);

    [Fact]
    public void Files_Everywhere_BearTheNameOfTheirType() => Check(TypeRules.FileName);

    [Fact]
    public void Namespaces_InPackages_AreTheirFolders() => Violations.AssertNone(
        RepositoryFiles.Sources.Where(file => file.IsProduct).SelectMany(file =>
        {
            string project = string.Join('/', file.Path.Split('/')[..2]);
            string name = Path.GetFileName(project);
            Match named = Regex.Match(
                RepositoryFiles.Read($"{project}/{name}.csproj"), "<RootNamespace>(.*)</RootNamespace>");
            return TypeRules.Namespace(file, named.Success ? named.Groups[1].Value : name, project);
        }));

    [Fact]
    public void Names_Everywhere_SaySomething() => Check(WordRules.Identifiers);

    [Fact]
    public void Comments_Everywhere_LeaveNothingForLater() => Check(WordRules.Comments);

    [Fact]
    public void Regions_Nowhere() => Check(WordRules.Regions);

    [Fact]
    public void Sleeps_Nowhere() => Check(BlockingRules.Sleeps);

    [Fact]
    public void Packages_Never_WaitForATaskBlocking() =>
        Violations.AssertNone(RepositoryFiles.Sources.Where(file => file.IsProduct).SelectMany(BlockingRules.Waits));

    private static void Check(Func<SourceFile, IEnumerable<string>> rule) =>
        Violations.AssertNone(RepositoryFiles.Sources.SelectMany(rule));
}
