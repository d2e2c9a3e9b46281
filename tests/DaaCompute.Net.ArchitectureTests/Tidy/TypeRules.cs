using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DaaCompute.Net.ArchitectureTests.Tidy;

/// <summary>One type a file, and the file bears its name.</summary>
internal static class TypeRules
{
    public static IEnumerable<string> OneType(SourceFile file)
    {
        MemberDeclarationSyntax[] types = [.. TopLevelTypes(file)];
        if (types.Select(NameOf).Distinct().Count() > 1 && !IsExceptionFamily(types) && !IsClosedUnion(types))
        {
            yield return $"{file.Path}: holds {string.Join(", ", types.Select(NameOf))}; one type a file";
        }
    }

    /// <summary>A partial type's file may add what it holds after a dot: <c>PeerNetwork.Dial.cs</c>.</summary>
    public static IEnumerable<string> FileName(SourceFile file)
    {
        string[] names = [.. TopLevelTypes(file).Select(NameOf)];
        string expected = Path.GetFileName(file.Path).Split('.')[0];
        if (names.Length > 0 && !names.Contains(expected))
        {
            yield return $"{file.Path}: holds {string.Join(", ", names)}, which is not the file's name";
        }
    }

    public static IEnumerable<string> Namespace(SourceFile file, string rootNamespace, string projectFolder)
    {
        string inner = Path.GetDirectoryName(Path.GetRelativePath(projectFolder, file.Path))!.Replace('\\', '/');
        string expected = inner.Length == 0 ? rootNamespace : $"{rootNamespace}.{inner.Replace('/', '.')}";
        foreach (BaseNamespaceDeclarationSyntax space in file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
        {
            if (space is not FileScopedNamespaceDeclarationSyntax || space.Name.ToString() != expected)
            {
                yield return $"{file.Path}: namespace {space.Name} where file-scoped {expected} is expected";
            }
        }
    }

    private static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(SourceFile file) =>
        file.Root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declared => declared.Identifier.Text,
        DelegateDeclarationSyntax declared => declared.Identifier.Text,
        _ => string.Empty,
    };

    private static bool IsExceptionFamily(MemberDeclarationSyntax[] types) =>
        types.All(type => NameOf(type).EndsWith("Exception", StringComparison.Ordinal));

    private static bool IsClosedUnion(MemberDeclarationSyntax[] types)
    {
        RecordDeclarationSyntax[] records = [.. types.OfType<RecordDeclarationSyntax>()];
        RecordDeclarationSyntax? root = records.SingleOrDefault(record => record.Modifiers.Any(SyntaxKind.AbstractKeyword));
        return root is not null
            && records.Length == types.Length
            && records.All(record => record == root || record.BaseList?.Types[0].Type.ToString() == root.Identifier.Text);
    }
}
