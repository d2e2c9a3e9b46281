namespace DaaCompute.Net.Fuzz;

/// <summary>Every target, as a theory takes them.</summary>
internal static class TargetNames
{
    public static TheoryData<string> All { get; } = [.. TargetCatalog.All.Select(target => target.Name)];
}
