using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DaaCompute.Net.ArchitectureTests.Tidy;

/// <summary>How long a file and a method may be.</summary>
internal static class LengthRules
{
    public const int MaxFileLines = 400;
    public const int MaxMethodLines = 70;

    public static IEnumerable<string> FileLength(SourceFile file)
    {
        int lines = file.Text.AsSpan().Count('\n');
        return lines > MaxFileLines ? [$"{file.Path}: {lines} lines, more than {MaxFileLines}"] : [];
    }

    public static IEnumerable<string> MethodLength(SourceFile file)
    {
        foreach (SyntaxNode member in file.Root.DescendantNodes().Where(HasBody))
        {
            int lines = Lines(member, Start(member));
            if (lines > MaxMethodLines)
            {
                yield return $"{file.Path}: {Name(member)} has {lines} lines, more than {MaxMethodLines}";
            }
        }

        GlobalStatementSyntax[] program = [.. file.Root.Members.OfType<GlobalStatementSyntax>()];
        int statements = program
            .Where(statement => statement.Statement is not LocalFunctionStatementSyntax)
            .Sum(statement => Lines(statement, statement.SpanStart));
        if (statements > MaxMethodLines)
        {
            yield return $"{file.Path}: its top-level statements have {statements} lines, more than {MaxMethodLines}";
        }
    }

    private static bool HasBody(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
            or PropertyDeclarationSyntax { ExpressionBody: not null };

    // Attributes and documentation do not make a method long.
    private static int Start(SyntaxNode member) => member switch
    {
        MethodDeclarationSyntax method => method.ReturnType.SpanStart,
        LocalFunctionStatementSyntax function => function.ReturnType.SpanStart,
        BaseMethodDeclarationSyntax other => other.ParameterList.SpanStart,
        _ => member.SpanStart,
    };

    private static int Lines(SyntaxNode node, int start)
    {
        Microsoft.CodeAnalysis.Text.TextSpan span = new(start, node.Span.End - start);
        FileLinePositionSpan lines = node.SyntaxTree.GetLineSpan(span);
        return lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1;
    }

    private static string Name(SyntaxNode member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        _ => member.Kind().ToString(),
    };

    private static Microsoft.CodeAnalysis.CSharp.SyntaxKind Kind(this SyntaxNode node) =>
        Microsoft.CodeAnalysis.CSharp.CSharpExtensions.Kind(node);
}
