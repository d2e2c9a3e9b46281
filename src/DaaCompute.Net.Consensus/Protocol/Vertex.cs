using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol;

/// <summary>A vertex of the DAG: what one validator says in one round, and a vote for everything it descends from.</summary>
internal sealed record Vertex
{
    /// <summary>Its content's digest.</summary>
    public required VertexId Id { get; init; }

    /// <summary>The digest of the epoch it belongs to: validators, network and all that was agreed before.</summary>
    public required ContentDigest EpochId { get; init; }

    /// <summary>Its author's index in the validator set.</summary>
    public required int Author { get; init; }

    /// <summary>Its round, from 1.</summary>
    public required long Round { get; init; }

    /// <summary>The author's vertex before this one; all zero for its first.</summary>
    public required VertexId Previous { get; init; }

    /// <summary>What it descends from: at most one vertex of each author, by the authors' indices.</summary>
    public required ImmutableArray<VertexRef> Parents { get; init; }

    /// <summary>What it carries.</summary>
    public ImmutableArray<Transaction> Transactions { get; init; } = [];

    /// <summary>The encoding that <see cref="Id"/> is the digest of.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The author's signature over <see cref="Id"/>.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The vertex as others name it.</summary>
    public VertexRef Reference => new(Author, Round, Id);
}
