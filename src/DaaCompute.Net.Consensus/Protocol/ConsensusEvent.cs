namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>Something that happens to an engine.</summary>
internal abstract record ConsensusEvent
{
    private ConsensusEvent()
    {
    }

    /// <summary>A vertex came whose signature is its author's. Also used for those read back from the disk.</summary>
    /// <param name="From">Who sent it; null when it was read back.</param>
    /// <param name="Vertex">The vertex.</param>
    public sealed record Received(PeerId? From, Vertex Vertex) : ConsensusEvent;

    /// <summary>The vertex that <see cref="ConsensusEffect.Draft"/> asked for is signed and durable.</summary>
    /// <param name="Vertex">The vertex.</param>
    public sealed record Written(Vertex Vertex) : ConsensusEvent;

    /// <summary>Whether anything waits to be carried by a vertex, or agreed things wait for a certificate.</summary>
    /// <param name="IsWaiting">Whether something does.</param>
    public sealed record Work(bool IsWaiting) : ConsensusEvent;

    /// <summary>Voting is allowed from some round on, or not at all.</summary>
    /// <param name="FromRound">The first round in which a vertex may be made; null to make none.</param>
    public sealed record Voting(long? FromRound) : ConsensusEvent;

    /// <summary>A validator is proved to have equivocated.</summary>
    /// <param name="Author">Its index.</param>
    public sealed record Ban(int Author) : ConsensusEvent;

    /// <summary>A certificate covers everything up to a round: what no later decision needs may be forgotten.</summary>
    /// <param name="Round">The round.</param>
    public sealed record Certified(long Round) : ConsensusEvent;

    /// <summary>Time has passed, as <see cref="ConsensusEffect.WakeAt"/> asked.</summary>
    public sealed record Tick : ConsensusEvent;
}
