using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol.Sampling;

/// <summary>What a <see cref="SamplingEngine"/> asks its surroundings to do, in order.</summary>
internal abstract record SamplingEffect
{
    private SamplingEffect()
    {
    }

    /// <summary>Ask these validators what they prefer above a height, and tell them what this node prefers.</summary>
    public sealed record Query(ImmutableArray<int> To, long Poll, long Height, Candidate Preferred) : SamplingEffect;

    /// <summary>Answer a validator's question.</summary>
    public sealed record Answer(int To, long Poll, ImmutableArray<VertexId> Chain) : SamplingEffect;

    /// <summary>A validator prefers a vertex that is not here: get it, and what it follows, from there.</summary>
    public sealed record Fetch(int From, VertexId Id) : SamplingEffect;

    /// <summary>Propose a vertex that follows this one.</summary>
    public sealed record Propose(VertexId Parent, long Height) : SamplingEffect;

    /// <summary>A vertex is final: the next in the one order.</summary>
    public sealed record Finalize(VertexId Id, long Height) : SamplingEffect;

    /// <summary>Vertices lost to a rival; what only they carried may be proposed again.</summary>
    public sealed record Reject(ImmutableArray<VertexId> Ids) : SamplingEffect;

    /// <summary>Nothing has become final for long: a quorum must decide what follows this vertex.</summary>
    public sealed record Stalled(VertexId Root, VertexId Preferred) : SamplingEffect;
}
