using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>Something that an engine wants done, in the order it says.</summary>
internal abstract record ConsensusEffect
{
    private ConsensusEffect()
    {
    }

    /// <summary>Make a vertex: fill in what waits, sign it, make it durable, then say <see cref="ConsensusEvent.Written"/>.</summary>
    /// <param name="Round">Its round.</param>
    /// <param name="Previous">The author's vertex before it.</param>
    /// <param name="Parents">What it descends from.</param>
    public sealed record Draft(long Round, VertexId Previous, ImmutableArray<VertexRef> Parents) : ConsensusEffect;

    /// <summary>Send this durable vertex of one's own to everybody.</summary>
    /// <param name="Vertex">The vertex.</param>
    public sealed record Broadcast(Vertex Vertex) : ConsensusEffect;

    /// <summary>A vertex became part of the DAG.</summary>
    /// <param name="Vertex">The vertex.</param>
    public sealed record Accepted(Vertex Vertex) : ConsensusEffect;

    /// <summary>Ask for vertices that others descend from.</summary>
    /// <param name="Ids">Which.</param>
    /// <param name="From">Who should have them; null for anybody.</param>
    public sealed record Request(ImmutableArray<VertexId> Ids, PeerId? From) : ConsensusEffect;

    /// <summary>These vertices are next in the agreed order.</summary>
    /// <param name="Leader">The vertex whose commit ordered them; the last of them.</param>
    /// <param name="Vertices">The vertices.</param>
    public sealed record Ordered(VertexRef Leader, ImmutableArray<Vertex> Vertices) : ConsensusEffect;

    /// <summary>Everything up to a round is decided, and its number is one at which checkpoints are made.</summary>
    /// <param name="Snapshot">From where another engine could go on.</param>
    public sealed record Checkpoint(EngineSnapshot Snapshot) : ConsensusEffect;

    /// <summary>Two vertices of one author and round.</summary>
    /// <param name="First">One.</param>
    /// <param name="Second">The other.</param>
    public sealed record Equivocation(Vertex First, Vertex Second) : ConsensusEffect;

    /// <summary>A vertex of one's own came from others that this engine does not remember.</summary>
    /// <param name="Vertex">The vertex.</param>
    public sealed record Forgotten(Vertex Vertex) : ConsensusEffect;

    /// <summary>Say <see cref="ConsensusEvent.Tick"/> at this time; replaces an earlier wish.</summary>
    /// <param name="Time">When.</param>
    public sealed record WakeAt(TimeSpan Time) : ConsensusEffect;
}
