namespace DaaCompute.Net.Consensus.Protocol.Quorum;

/// <summary>What is decided about the vertex that one author may have in one round.</summary>
internal enum SlotDecision
{
    /// <summary>Nothing yet.</summary>
    Open = 0,

    /// <summary>No vertex of it leads.</summary>
    Skipped,

    /// <summary>One vertex of it leads, and orders what it descends from.</summary>
    Committed,
}
