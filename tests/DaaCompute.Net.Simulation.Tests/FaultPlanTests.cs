using FsCheck.Xunit;

namespace DaaCompute.Net.Simulation.Tests;

public sealed class FaultPlanTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(10);

    [Property(MaxTest = 50)]
    public void Draw_AnySeed_KeepsToItsBounds(ulong seed)
    {
        const int Nodes = 9;
        FaultPlan plan = FaultPlan.Draw(new SeededEntropySource(seed), Nodes, Duration, FaultPlan.EveryKind);

        Assert.NotEmpty(plan.Faults);
        foreach (Fault fault in plan.Faults)
        {
            Fault[] together = [.. plan.Faults.Where(other => other.Start <= fault.Start && other.End >= fault.Start)];
            Fault[] wide = [.. together.Where(IsWide)];
            Assert.InRange(fault.End, fault.Start, Duration);
            Assert.InRange(wide.Length, 0, 1);
            int[] befallen = [.. together.Except(wide).SelectMany(other => other.Nodes)];
            Assert.InRange(befallen.Length, 0, Nodes / 3);
            Assert.Equal(befallen.Length, befallen.Distinct().Count());
            Assert.All(fault.Nodes, number => Assert.InRange(number, 1, Nodes));
        }
    }

    [Fact]
    public void Draw_EqualSeeds_DrawEqualPlans()
    {
        FaultPlan one = FaultPlan.Draw(new SeededEntropySource(5), 20, Duration, FaultPlan.EveryKind);
        FaultPlan other = FaultPlan.Draw(new SeededEntropySource(5), 20, Duration, FaultPlan.EveryKind);

        Assert.Equal(one.Faults.Select(Describe), other.Faults.Select(Describe));
        Assert.Equal(FaultPlan.EveryKind.Order(), one.Faults.Select(fault => fault.Kind).Distinct().Order());
    }

    private static bool IsWide(Fault fault) => fault.Kind is FaultKind.Partition or FaultKind.OneWayPartition;

    private static string Describe(Fault fault) =>
        $"{fault.Kind} {fault.Start} {fault.Duration} {string.Join(' ', fault.Nodes)} {fault.Degree}";
}
