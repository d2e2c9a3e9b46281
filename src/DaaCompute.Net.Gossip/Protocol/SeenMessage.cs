namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>What is remembered of a message.</summary>
internal sealed class SeenMessage(ValidationOutcome outcome, TimeSpan validatedAt)
{
    public ValidationOutcome Outcome => outcome;

    public TimeSpan ValidatedAt => validatedAt;

    /// <summary>Who has delivered it, as long as that counts (P3, P4); null afterwards.</summary>
    public List<PeerId>? DeliveredBy { get; set; }
}
