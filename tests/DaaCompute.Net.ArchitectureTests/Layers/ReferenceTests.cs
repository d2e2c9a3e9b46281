using System.Reflection;
using Microsoft.CodeAnalysis;

namespace DaaCompute.Net.ArchitectureTests.Layers;

/// <summary>No third-party type shows in a public signature.</summary>
public sealed class ReferenceTests
{
    private static readonly string[] Known = ["System.", "netstandard", "Microsoft.Extensions.", "DaaCompute.Net"];

    [Fact]
    public void PublicSignatures_OfPackages_ShowNoThirdPartyType() => Violations.AssertNone(
        from package in LayerMap.Load().Packages.Keys
        let known = package switch
        {
            "DaaCompute.Net.AspNetCore" => [.. Known, "Microsoft.AspNetCore."],
            "DaaCompute.Net.TestKit" => [.. Known, "xunit."],
            _ => Known,
        }
        from type in Assembly.LoadFrom(AssemblyUse.PathOf(package)).GetExportedTypes()
        from violation in PublicSurface.ForeignTypes(type, known)
        select violation);

    [Theory]
    [InlineData(typeof(ShowsParameter))]
    [InlineData(typeof(ShowsGenericArgument))]
    [InlineData(typeof(ShowsBase))]
    [InlineData(typeof(ShowsProtectedProperty))]
    public void ForeignTypes_OfABadType_AreFound(Type type) => Assert.NotEmpty(PublicSurface.ForeignTypes(type, Known));

    [Fact]
    public void ForeignTypes_OfAGoodType_AreNone() => Assert.Empty(PublicSurface.ForeignTypes(typeof(HidesIt), Known));

    public sealed class ShowsParameter
    {
        public static void Take(SyntaxNode? node) => _ = node;
    }

    public sealed class ShowsGenericArgument
    {
        public static IReadOnlyList<SyntaxNode[]> Nodes { get; } = [];
    }

    public sealed class ShowsBase : SyntaxWalker;

    public class ShowsProtectedProperty
    {
        protected SyntaxNode? Node { get; set; }
    }

    public sealed class HidesIt
    {
        private SyntaxNode? Node { get; set; }

        public override string ToString() => $"{Node}";
    }
}
