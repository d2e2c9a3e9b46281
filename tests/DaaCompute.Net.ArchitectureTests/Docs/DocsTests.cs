namespace DaaCompute.Net.ArchitectureTests.Docs;

/// <summary>What the documentation shows compiles, and its decisions are numbered once.</summary>
public sealed class DocsTests
{
    [Fact]
    public void CodeBlocks_OfReadmeAndGuides_Compile() => Violations.AssertNone(
        from path in RepositoryFiles.Under("docs/guides", "*.md").Prepend("README.md")
        from code in CodeBlocks.Find(RepositoryFiles.Read(path))
        from error in CodeBlocks.Errors(code)
        select $"{path}: {error}");

    [Fact]
    public void Decisions_All_HaveANumberOfTheirOwn() => Violations.AssertNone(
        RepositoryFiles.Under("docs/adr", "*.md")
            .GroupBy(path => Path.GetFileName(path).Split('-')[0])
            .Where(number => number.Count() > 1)
            .Select(number => string.Join(" and ", number)));

    [Fact]
    public void Find_InMarkdown_ReturnsCSharpBlocksOnly() => Assert.Equal(
        ["int a = 1;\n", "class B;\n"],
        CodeBlocks.Find("text\n```csharp\nint a = 1;\n```\n```bash\nls\n```\n```csharp\nclass B;\n```\n"));

    [Theory]
    [InlineData("using DaaCompute.Net;\nConsole.WriteLine(Multiaddress.Parse(\"/memory/1\").Has(\"memory\"));", true)]
    [InlineData("class A { List<int> _a = []; }", true)]
    [InlineData("Console.WriteLine(DaaCompute.Net.NoSuchType.Name);", false)]
    [InlineData("int a = \"text\";", false)]
    public void Errors_OfABlock_AreFound(string code, bool compiles) => Assert.Equal(compiles, !CodeBlocks.Errors(code).Any());
}
