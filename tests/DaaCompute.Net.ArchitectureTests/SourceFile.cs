using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DaaCompute.Net.ArchitectureTests;

/// <summary>One C# file of the repository, parsed.</summary>
/// <param name="Path">Its path from the repository's root, with slashes.</param>
/// <param name="Text">What it holds.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    public CompilationUnitSyntax Root => field ??= CSharpSyntaxTree.ParseText(Text, Options).GetCompilationUnitRoot();

    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);
}
