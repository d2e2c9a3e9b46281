namespace DaaCompute.Net.Consensus.Wire;

/// <summary>What a frame says; the number is field 1 on the wire.</summary>
internal enum ConsensusMessageKind
{
    /// <summary>How far the sender is: epoch and its id, highest round, certified height. The first frame of a stream.</summary>
    Hello = 1,

    /// <summary>A signed vertex.</summary>
    Vertex,

    /// <summary>Asks for vertices by id.</summary>
    Want,

    /// <summary>Asks for the vertices of all rounds from one on.</summary>
    WantRounds,

    /// <summary>A validator's signature over a checkpoint.</summary>
    Share,

    /// <summary>A checkpoint certificate.</summary>
    Certificate,

    /// <summary>A proposal in its proposer's envelope, to be carried by a validator.</summary>
    Propose,

    /// <summary>A proof of equivocation.</summary>
    Equivocation,

    /// <summary>Asks for final proposals from a height on.</summary>
    WantProposals,

    /// <summary>Final proposals from a height on, and the hash chain before them.</summary>
    Proposals,

    /// <summary>Asks for the newest certificate with the engine's snapshot under it.</summary>
    WantSnapshot,

    /// <summary>A certificate and the engine's snapshot under it.</summary>
    Snapshot,

    /// <summary>Asks for validators' public keys.</summary>
    WantKeys,

    /// <summary>Public keys.</summary>
    Keys,

    /// <summary>Asks for the certificate that ended an epoch.</summary>
    WantEpoch,

    /// <summary>The certificate that ended an epoch, and the validator set after it.</summary>
    EpochEnd,
}
