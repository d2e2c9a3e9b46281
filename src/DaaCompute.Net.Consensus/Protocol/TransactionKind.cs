namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>What a vertex may carry.</summary>
internal enum TransactionKind
{
    /// <summary>A payload that the vertex's author proposes.</summary>
    Own = 0,

    /// <summary>A payload that somebody else proposes, in an envelope with that proposer's signature.</summary>
    Forwarded,

    /// <summary>The author's call for another validator set.</summary>
    EpochCall,
}
