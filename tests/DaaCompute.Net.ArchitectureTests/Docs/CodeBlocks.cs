using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DaaCompute.Net.ArchitectureTests.Docs;

/// <summary>The C# blocks of a Markdown file, compiled as programs with implicit usings.</summary>
internal static partial class CodeBlocks
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. Platform().Concat(Directory.EnumerateFiles(AppContext.BaseDirectory, "DaaCompute.Net*.dll"))
            .DistinctBy(Path.GetFileName)
            .Where(path => !path.EndsWith("Tests.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))]);

    public static IEnumerable<string> Find(string markdown) =>
        Block().Matches(markdown.ReplaceLineEndings("\n")).Select(match => match.Groups[1].Value);

    public static IEnumerable<string> Errors(string code)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest);
        SyntaxTree program = CSharpSyntaxTree.ParseText(code, options);
        bool runs = program.GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "block",
            [program, CSharpSyntaxTree.ParseText(ImplicitUsings, options)],
            References.Value,
            new CSharpCompilationOptions(
                runs ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));
        return compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString());
    }

    private static string[] Platform() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
