namespace DaaCompute.Net.Consensus.Tests.Protocol.Quorum;

/// <summary>How a node of the little network behaves.</summary>
internal enum Behaviour
{
    Honest,

    /// <summary>Says nothing.</summary>
    Silent,

    /// <summary>Makes two vertices a round and tells one half the one, the other half the other.</summary>
    Equivocates,

    /// <summary>Sends what it makes to one node only.</summary>
    Withholds,

    /// <summary>Descends from as little as it may, chosen by chance.</summary>
    Forgets,

    /// <summary>Waits with everything as long as others just bear.</summary>
    Dawdles,
}
