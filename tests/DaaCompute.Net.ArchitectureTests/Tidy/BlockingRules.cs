using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DaaCompute.Net.ArchitectureTests.Tidy;

/// <summary>No thread is ever blocked on a task.</summary>
internal static class BlockingRules
{
    /// <summary>
    /// Reading the result of a task is a wait, except where the same member has asked whether the task is complete.
    /// </summary>
    public static IEnumerable<string> Waits(SourceFile file)
    {
        foreach (MemberAccessExpressionSyntax access in file.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
        {
            bool waits = access.Name.Identifier.Text switch
            {
                "Result" => access.Parent is not InvocationExpressionSyntax && !AsksForCompletion(access),
                "GetResult" => access.Expression.ToString().EndsWith("GetAwaiter()", StringComparison.Ordinal)
                    && !AsksForCompletion(access),
                "Wait" => access.Parent is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 },
                _ => false,
            };
            if (waits)
            {
                yield return $"{file.Path}:{Line(access)}: '{access}' blocks its thread";
            }
        }
    }

    public static IEnumerable<string> Sleeps(SourceFile file) =>
        file.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(access => access.Name.Identifier.Text == "Sleep" && access.Expression.ToString().EndsWith("Thread", StringComparison.Ordinal))
            .Select(access => $"{file.Path}:{Line(access)}: '{access}' blocks its thread");

    private static bool AsksForCompletion(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(name => name.Identifier.Text is "IsCompletedSuccessfully" or "IsCompleted");

    private static int Line(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
