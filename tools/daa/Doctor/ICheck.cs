namespace DaaCompute.Net.CommandLine.Doctor;

/// <summary>One thing that a node needs of its machine.</summary>
internal interface ICheck
{
    string Name { get; }

    /// <summary>What to do when the check cannot even run.</summary>
    string Fix { get; }

    Task<CheckResult> ExamineAsync(CancellationToken cancellationToken);
}
