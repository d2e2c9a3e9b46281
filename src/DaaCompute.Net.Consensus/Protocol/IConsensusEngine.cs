namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>
/// How the validators of one epoch agree on an order of vertices. Pure: no clock, no keys, no network; one caller at a time.
/// </summary>
internal interface IConsensusEngine
{
    /// <summary>The highest round of a vertex in the DAG.</summary>
    long HighestRound { get; }

    /// <summary>The round of this validator's last vertex; 0 when there is none.</summary>
    long OwnRound { get; }

    /// <summary>This validator's last vertex; all zero when there is none.</summary>
    VertexId OwnLast { get; }

    /// <summary>Everything up to this round is decided.</summary>
    long DecidedRound { get; }

    /// <summary>Vertices of rounds below this one are neither kept nor needed.</summary>
    long Floor { get; }

    /// <summary>Takes an event in.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="now">The time, on a clock that never goes back.</param>
    /// <returns>What is to be done, in this order. Valid until the next call.</returns>
    IReadOnlyList<ConsensusEffect> Step(ConsensusEvent happened, TimeSpan now);

    /// <summary>A vertex of the DAG, or null.</summary>
    Vertex? Find(VertexId id);

    /// <summary>The vertices of the DAG from a round on, by round and author; an ancestor comes before its descendants.</summary>
    IEnumerable<Vertex> VerticesFrom(long round);
}
