using System.Globalization;

namespace DaaCompute.Net.Scenarios;

/// <summary>Prints what was measured, and whether each bar was reached.</summary>
internal sealed class Bars(TextWriter output)
{
    public bool AllReached { get; private set; } = true;

    /// <summary>A bar that is reached by no less than the goal.</summary>
    public void AtLeast(string name, double value, double goal) => Print(name, value, $">={Text(goal)}", value >= goal);

    /// <summary>A bar that is reached by no more than the goal.</summary>
    public void AtMost(string name, double value, double goal) => Print(name, value, $"<={Text(goal)}", value <= goal);

    /// <summary>A figure without a goal.</summary>
    public void Note(string name, double value, string unit) => output.WriteLine($"note {name} {Text(value)} {unit}");

    /// <summary>A comparison that cannot be made here; no bar is reached or missed by it.</summary>
    public void Missing(string name, string reason) => output.WriteLine($"missing {name} {reason}");

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private void Print(string name, double value, string goal, bool isReached)
    {
        AllReached &= isReached;
        output.WriteLine($"bar {name} {Text(value)} {goal} {(isReached ? "ok" : "short")}");
    }
}
