using System.Reflection;

namespace DaaCompute.Net.Fuzz;

/// <summary>No decoder is left without a target.</summary>
public sealed class InventoryTests
{
    [Fact]
    public void Decoders_OfEveryPackage_HaveATarget()
    {
        string[] found = [.. DecoderInventory.Find().Select(DecoderInventory.NameOf).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(found.Length > 30, $"only {found.Length} decoders were found");
        HashSet<string> known = [.. Targeted(), .. DecoderInventory.Excluded.Keys];
        None(found.Except(known));
    }

    [Fact]
    public void Exclusions_Each_AreADecoderThatNoTargetNames()
    {
        HashSet<string> found = [.. DecoderInventory.Find().Select(DecoderInventory.NameOf)];
        HashSet<string> targeted = [.. Targeted()];
        None(DecoderInventory.Excluded.Keys.Except(found.Except(targeted)));
    }

    [Fact]
    public void Targets_Each_NameWhatTheyReach() => Assert.Empty(TargetCatalog.All
        .Where(target => !target.GetType().GetCustomAttributes<DecodesAttribute>().Any())
        .Select(target => target.Name));

    [Fact]
    public void Targets_Each_HaveANameOfTheirOwn() => Assert.Equal(
        TargetCatalog.All.Count, TargetCatalog.All.Select(target => target.Name).Distinct(StringComparer.Ordinal).Count());

    private static void None(IEnumerable<string> names) => Assert.True(!names.Any(), string.Join('\n', names));

    private static IEnumerable<string> Targeted() => TargetCatalog.All
        .SelectMany(target => target.GetType().GetCustomAttributes<DecodesAttribute>())
        .Select(decodes => DecoderInventory.NameOf(decodes.Type, decodes.Method));
}
