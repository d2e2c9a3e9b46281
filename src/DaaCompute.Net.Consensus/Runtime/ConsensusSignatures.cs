using System.Collections.Concurrent;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>What is signed in this node's name, and the check of what others signed. Safe for concurrent use.</summary>
internal sealed class ConsensusSignatures(INodeIdentity identity, ISignatureVerifier verifier, IContentHash hash)
{
    private readonly ConcurrentDictionary<PeerId, PeerPublicKey> _keys = new([new(identity.PeerId, identity.PublicKey)]);
    private long _signed;
    private long _verified;

    private static ReadOnlySpan<byte> VertexContext => "daa/consensus/vertex/1"u8;

    private static ReadOnlySpan<byte> CheckpointContext => "daa/consensus/checkpoint/1"u8;

    public IContentHash Hash => hash;

    /// <summary>Signatures made and checked so far: what a decision costs.</summary>
    public (long Signed, long Verified) Counted => (Interlocked.Read(ref _signed), Interlocked.Read(ref _verified));

    public PeerPublicKey? FindKey(PeerId peer) => _keys.GetValueOrDefault(peer);

    /// <summary>Keeps a validator's key; a key proves by itself whose it is.</summary>
    public void Learn(PeerPublicKey key) => _keys.TryAdd(key.PeerId, key);

    public byte[] SignVertex(VertexId id) => Sign(id.Digest.ToArray(), VertexContext);

    public byte[] SignCheckpoint(ReadOnlySpan<byte> statement) => Sign(statement, CheckpointContext);

    public bool IsSigned(Vertex vertex, PeerId author) =>
        FindKey(author) is PeerPublicKey key && IsSigned(vertex, key);

    public bool IsSigned(Vertex vertex, PeerPublicKey key)
    {
        Span<byte> id = stackalloc byte[ContentDigest.Size];
        vertex.Id.Digest.CopyTo(id);
        Interlocked.Increment(ref _verified);
        return verifier.Verify(key, id, VertexContext, vertex.Signature.Span);
    }

    public bool IsCheckpointSigned(ReadOnlySpan<byte> statement, PeerPublicKey? key, ReadOnlySpan<byte> signature)
    {
        Interlocked.Increment(ref _verified);
        return key is not null && verifier.Verify(key, statement, CheckpointContext, signature);
    }

    /// <summary>Whether a quorum of a set signed a certificate.</summary>
    public bool IsCertified(Certificate certificate, ValidatorSet validators)
    {
        byte[] statement = CertificateCodec.EncodeStatement(certificate.Statement);
        long weight = 0;
        foreach ((int author, ReadOnlyMemory<byte> signature) in certificate.Signatures)
        {
            if (author >= validators.Count)
            {
                return false;
            }

            Validator validator = validators.Validators[author];
            if (!IsCheckpointSigned(statement, validator.Key ?? FindKey(validator.Id), signature.Span))
            {
                return false;
            }

            weight += validator.Weight;
        }

        return certificate.Statement.Epoch == validators.Epoch && weight >= validators.QuorumWeight;
    }

    private byte[] Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context)
    {
        byte[] signature = new byte[identity.SignatureSize];
        identity.Sign(data, context, signature);
        Interlocked.Increment(ref _signed);
        return signature;
    }
}
