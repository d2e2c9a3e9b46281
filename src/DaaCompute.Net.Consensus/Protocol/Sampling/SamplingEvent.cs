using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol.Sampling;

/// <summary>Something that a <see cref="SamplingEngine"/> learns.</summary>
internal abstract record SamplingEvent
{
    private SamplingEvent()
    {
    }

    /// <summary>A vertex is here, valid, and so is all that it follows.</summary>
    public sealed record CandidateAdded(Candidate Candidate) : SamplingEvent;

    /// <summary>Whether this node has anything to propose.</summary>
    public sealed record WorkChanged(bool HasWork) : SamplingEvent;

    /// <summary>A validator asks what this node prefers above a height, and names what it prefers itself.</summary>
    public sealed record QueryReceived(int From, long Poll, long Height, Candidate Preferred) : SamplingEvent;

    /// <summary>A validator answers: what it prefers, downwards from the leaf to the height that was asked about.</summary>
    public sealed record AnswerReceived(int From, long Poll, ImmutableArray<VertexId> Chain) : SamplingEvent;

    /// <summary>No answer of this validator's will come.</summary>
    public sealed record AnswerFailed(int From, long Poll) : SamplingEvent;

    /// <summary>Time has passed.</summary>
    public sealed record Tick : SamplingEvent;
}
