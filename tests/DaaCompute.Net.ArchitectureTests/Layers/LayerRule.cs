namespace DaaCompute.Net.ArchitectureTests.Layers;

/// <summary>What one package may reach.</summary>
internal sealed class LayerRule
{
    /// <summary>Packages of this repository it may reference.</summary>
    public required string[] References { get; init; }

    /// <summary>Contract namespaces it may consume beyond the ground; a star for all.</summary>
    public required string[] Contracts { get; init; }

    /// <summary>Single contract types outside those namespaces.</summary>
    public string[] ContractTypes { get; init; } = [];

    /// <summary>Third-party packages it may reference.</summary>
    public string[] Packages { get; init; } = [];
}
