using FsCheck;
using FsCheck.Fluent;

namespace DaaCompute.Net.Fuzz;

/// <summary>
/// The laws of every decoder as properties: over bytes of any kind, which shrink to the fewest that break one, and over
/// valid encodings of which a part was replaced.
/// </summary>
public sealed class PropertyTests
{
    private static readonly Config Checked = Config.QuickThrowOnFailure.WithMaxTest(100);

    public static TheoryData<string> Targets => TargetNames.All;

    [Theory]
    [MemberData(nameof(Targets))]
    public void Laws_OfAnyBytes_Hold(string name)
    {
        IFuzzTarget target = TargetCatalog.Find(name)!;
        Check.One(Checked, Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => TargetRun.Once(target, bytes)));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Laws_OfEncodingsWithAPartReplaced_Hold(string name)
    {
        IFuzzTarget target = TargetCatalog.Find(name)!;
        Gen<byte[]> changed =
            from seed in Gen.Elements(target.Seeds().ToArray())
            from start in Gen.Choose(0, seed.Length)
            from end in Gen.Choose(start, Math.Min(seed.Length, start + 8))
            from part in ArbMap.Default.GeneratorFor<byte[]>()
            select (byte[])[.. seed[..start], .. part, .. seed[end..]];
        Check.One(Checked, Prop.ForAll(changed.ToArbitrary(), bytes => TargetRun.Once(target, bytes)));
    }
}
