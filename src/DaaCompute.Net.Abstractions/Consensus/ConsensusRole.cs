namespace DaaCompute.Net.Consensus;

/// <summary>What part a node takes in agreeing.</summary>
public enum ConsensusRole
{
    /// <summary>It proposes, and reads what is final.</summary>
    Leaf = 0,

    /// <summary>It is a validator of this epoch that does not vote for now; the status says why.</summary>
    Observer,

    /// <summary>It votes.</summary>
    Validator,
}
