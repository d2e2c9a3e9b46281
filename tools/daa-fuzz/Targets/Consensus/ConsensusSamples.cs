using System.Collections.Immutable;
using DaaCompute.Net.Consensus;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Runtime;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Crypto.Hashing;
using DaaCompute.Net.Fuzz.Targets.Crypto;

namespace DaaCompute.Net.Fuzz.Targets.Consensus;

/// <summary>Things of consensus to encode.</summary>
internal static class ConsensusSamples
{
    public static readonly Blake3ContentHash Hash = new();

    private static readonly HashIdentity Identity = new("validator", PeerKeyType.Ed25519);

    public static ConsensusSignatures Signatures { get; } = new(Identity, new HashVerifier(acceptsAll: true), Hash);

    public static ValidatorSet Validators { get; } = new(0, [new Validator(Identity.PeerId, 1, Identity.PublicKey)]);

    public static PeerId Peer => Identity.PeerId;

    public static CheckpointStatement Statement { get; } = new(Digest(1), 0, 7, Digest(2), 16, Digest(3), default);

    public static ContentDigest Digest(byte fill) => new([.. Enumerable.Repeat(fill, ContentDigest.Size)]);

    public static Vertex MakeVertex(byte text)
    {
        ImmutableArray<VertexRef> parents = [new VertexRef(0, 4, new VertexId(Digest(4))), new VertexRef(3, 2, new VertexId(Digest(5)))];
        ImmutableArray<Transaction> transactions =
            [new(TransactionKind.Own, new[] { text }), new(TransactionKind.Forwarded, new byte[] { 2, 3 })];
        byte[] body = VertexCodec.EncodeBody(Digest(6), 0, 5, new VertexId(Digest(7)), parents, transactions);
        return new Vertex
        {
            Id = VertexCodec.IdOf(Hash, body),
            EpochId = Digest(6),
            Author = 0,
            Round = 5,
            Previous = new VertexId(Digest(7)),
            Parents = parents,
            Transactions = transactions,
            Body = body,
            Signature = new byte[64],
        };
    }
}
