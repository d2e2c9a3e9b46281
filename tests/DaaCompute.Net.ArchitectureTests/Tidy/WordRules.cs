using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DaaCompute.Net.ArchitectureTests.Tidy;

/// <summary>Words that say nothing, and marks of unfinished work.</summary>
internal static partial class WordRules
{
    private static readonly string[] Banned =
        ["manager", "managers", "helper", "helpers", "util", "utils", "utility", "utilities", "impl"];

    private static readonly string[] Unfinished = ["TODO", "FIXME", "XXX", "HACK"];

    public static IEnumerable<string> Identifiers(SourceFile file)
    {
        foreach (SyntaxToken name in file.Root.DescendantTokens().Where(IsDeclaredName))
        {
            string? word = Words().Matches(name.Text)
                .Select(match => match.Value)
                .FirstOrDefault(word => Banned.Contains(word, StringComparer.OrdinalIgnoreCase));
            if (word is not null)
            {
                yield return $"{file.Path}:{Line(name)}: '{name.Text}' contains '{word}'";
            }
        }
    }

    public static IEnumerable<string> Comments(SourceFile file)
    {
        foreach (SyntaxTrivia comment in file.Root.DescendantTrivia().Where(IsComment))
        {
            string? mark = Unfinished.FirstOrDefault(mark => Regex.IsMatch(comment.ToFullString(), $@"\b{mark}\b"));
            if (mark is not null)
            {
                yield return $"{file.Path}:{Line(comment)}: {mark}";
            }
        }
    }

    public static IEnumerable<string> Regions(SourceFile file) =>
        file.Root.DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
            .Select(trivia => $"{file.Path}:{Line(trivia)}: a region");

    private static bool IsDeclaredName(SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken)
        && token.Parent is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or MethodDeclarationSyntax
            or LocalFunctionStatementSyntax or PropertyDeclarationSyntax or VariableDeclaratorSyntax or ParameterSyntax
            or EnumMemberDeclarationSyntax or TypeParameterSyntax or SingleVariableDesignationSyntax
            or ForEachStatementSyntax or EventDeclarationSyntax;

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;

    private static int Line(SyntaxToken token) => token.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static int Line(SyntaxTrivia trivia) => trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Words();
}
