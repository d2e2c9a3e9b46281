namespace DaaCompute.Net.Scenarios;

/// <summary>A measurement that ends in bars.</summary>
internal interface IScenario
{
    string Name { get; }

    /// <summary>Runs it.</summary>
    /// <param name="bars">Where its results go.</param>
    /// <param name="parts">The parts to run; all when empty.</param>
    Task RunAsync(Bars bars, IReadOnlyList<string> parts);
}
