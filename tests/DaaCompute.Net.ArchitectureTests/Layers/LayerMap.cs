using System.Text.Json;

namespace DaaCompute.Net.ArchitectureTests.Layers;

/// <summary><c>eng/layers.json</c>: who may reference and consume what.</summary>
internal sealed class LayerMap
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public required string ContractsAssembly { get; init; }

    /// <summary>Contract namespaces that every package may consume.</summary>
    public required string[] Ground { get; init; }

    /// <summary>Third-party packages that every package may reference; a trailing star stands for any ending.</summary>
    public required string[] FreePackages { get; init; }

    public required Dictionary<string, LayerRule> Packages { get; init; }

    public static LayerMap Load() => Parse(RepositoryFiles.Read("eng/layers.json"));

    public static LayerMap Parse(string json) => JsonSerializer.Deserialize<LayerMap>(json, Json)!;

    /// <summary>Whether a package may use a contract type.</summary>
    public bool AllowsContract(string package, string typeNamespace, string typeName)
    {
        LayerRule rule = Packages[package];
        return Ground.Contains(typeNamespace)
            || rule.Contracts.Contains("*")
            || rule.Contracts.Contains(typeNamespace)
            || rule.ContractTypes.Contains($"{typeNamespace}.{typeName}");
    }

    public bool AllowsPackage(string package, string dependency) =>
        Packages[package].Packages.Contains(dependency)
        || FreePackages.Any(free => free.EndsWith('*')
            ? dependency.StartsWith(free[..^1], StringComparison.Ordinal)
            : dependency == free);
}
