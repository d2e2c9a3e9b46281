using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Training;

/// <summary>Options of the training protocol; section <c>DaaCompute:Training</c>.</summary>
public sealed class TrainingOptions
{
    /// <summary>What a group that is joined without options of its own uses.</summary>
    [ValidateObjectMembers]
    public AllReduceOptions AllReduce { get; set; } = new();

    /// <summary>How many groups' announcements this node keeps and passes on, its own included.</summary>
    /// <value>256: at most some 10 MB of announcements, far more than the jobs that share a bootstrap peer.</value>
    [Range(1, 65_536)]
    public int MaxKnownGroups { get; set; } = 256;

    /// <summary>How many members' announcements are kept for each group.</summary>
    /// <value>256, the most that <see cref="AllReduceOptions.MaximumMembers"/> allows.</value>
    [Range(1, 4096)]
    public int MaxKnownMembers { get; set; } = 256;

    /// <summary>How far the clock of a message's sender may differ.</summary>
    /// <value>60 s, the specification's bound on clock skew.</value>
    public TimeSpan MaxClockSkew { get; set; } = TimeSpan.FromSeconds(60);
}
