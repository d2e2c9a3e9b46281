namespace DaaCompute.Net.ArchitectureTests.Tidy;

/// <summary>The rules themselves, on small good and bad inputs.</summary>
public sealed class TidyRulesTests
{
    [Theory]
    [InlineData(LengthRules.MaxFileLines, 0)]
    [InlineData(LengthRules.MaxFileLines + 1, 1)]
    public void FileLength_AroundTheLimit_IsCounted(int lines, int expected) =>
        Assert.Equal(expected, LengthRules.FileLength(File(new string('\n', lines))).Count());

    [Theory]
    [InlineData(LengthRules.MaxMethodLines - 3, 0)]
    [InlineData(LengthRules.MaxMethodLines - 2, 1)]
    public void MethodLength_AroundTheLimit_IsCounted(int statements, int expected)
    {
        string body = string.Concat(Enumerable.Repeat("x = \"}\"; // {\n", statements));
        Assert.Equal(expected, LengthRules.MethodLength(File($"class A\n{{\nvoid M()\n{{\n{body}}}\n}}")).Count());
        Assert.Equal(expected, LengthRules.MethodLength(File($"class A\n{{\nint P {{ get\n{{\n{body}}} }}\n}}")).Count());
    }

    [Theory]
    [InlineData("class A { class Nested { } }", 0)]
    [InlineData("class A { } class B { }", 1)]
    [InlineData("namespace N; class A { } enum B { C }", 1)]
    [InlineData("class A { } delegate void B();", 1)]
    [InlineData("class AException { } class BException { }", 0)]
    [InlineData("abstract record A; record B(int X) : A; record C : A;", 0)]
    [InlineData("abstract record A; record B(int X) : A; record C;", 1)]
    [InlineData("partial class A { } partial class A { }", 0)]
    public void OneType_SeveralShapes_AreTold(string text, int expected) =>
        Assert.Equal(expected, TypeRules.OneType(File(text)).Count());

    [Theory]
    [InlineData("src/P/A.cs", 0)]
    [InlineData("src/P/A.Verb.cs", 0)]
    [InlineData("src/P/B.cs", 1)]
    public void FileName_OfTypeA_MustBeA(string path, int expected) =>
        Assert.Equal(expected, TypeRules.FileName(new SourceFile(path, "partial class A { }")).Count());

    [Theory]
    [InlineData("namespace P.Inner;", 0)]
    [InlineData("namespace P;", 1)]
    [InlineData("namespace P.Inner { }", 1)]
    public void Namespace_InAFolder_MustBeFileScopedAndItsPath(string text, int expected) =>
        Assert.Equal(expected, TypeRules.Namespace(new SourceFile("src/P/Inner/A.cs", text), "P", "src/P").Count());

    [Theory]
    [InlineData("class PeerManager { }", 1)]
    [InlineData("class A { int _pathUtil; }", 1)]
    [InlineData("class A { void M(int helper) { } }", 1)]
    [InlineData("class TransportImpl { }", 1)]
    [InlineData("class ManagedKey { int _implicit; void Utilise() { X.Manager(); } }", 0)]
    public void Identifiers_WithEmptyWords_AreFound(string text, int expected) =>
        Assert.Equal(expected, WordRules.Identifiers(File(text)).Count());

    [Fact]
    public void Comments_WithMarks_AreFound()
    {
        string mark = "TO" + "DO";
        Assert.Single(WordRules.Comments(File($"class A {{ }} // {mark}: later")));
        Assert.Single(WordRules.Comments(File($"/// <summary>{mark}</summary>\nclass A {{ }}")));
        Assert.Empty(WordRules.Comments(File($"class A {{ string S = \"{mark}\"; }} // {mark}S")));
    }

    [Fact]
    public void Regions_AreFound() => Assert.Single(WordRules.Regions(File("#region X\nclass A { }\n#endregion")));

    [Theory]
    [InlineData("_ = task.Result;", 1)]
    [InlineData("task.Wait();", 1)]
    [InlineData("task.GetAwaiter().GetResult();", 1)]
    [InlineData("if (task.IsCompletedSuccessfully) { _ = task.Result; }", 0)]
    [InlineData("await gate.WaitAsync(); x.Result();", 0)]
    public void Waits_InAMethod_AreFound(string statement, int expected) =>
        Assert.Equal(expected, BlockingRules.Waits(File($"class A {{ async void M() {{ {statement} }} }}")).Count());

    [Fact]
    public void Sleeps_AreFound() =>
        Assert.Single(BlockingRules.Sleeps(File("class A { void M() { System.Threading.Thread.Sleep(1); } }")));

    private static SourceFile File(string text) => new("src/P/A.cs", text);
}
