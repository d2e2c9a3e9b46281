using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Topology.Wire;

namespace DaaCompute.Net.Topology.State;

/// <summary>Finds out whose signatures a vertex's changes bear, and puts vertices together.</summary>
/// <remarks>
/// A function of the vertex and the keys of the state it is applied to. What is signed is the root and the size of a batch,
/// under the FIPS 204 context <c>daa-topology/1</c>; every leaf names the network, so that a statement made for one
/// network is none in another.
/// </remarks>
internal sealed class VertexProof
{
    private readonly BatchTree _tree;
    private readonly ISignatureVerifier _verifier;
    private readonly byte[] _network = new byte[ContentDigest.Size];

    public VertexProof(IContentHash hash, ISignatureVerifier verifier, string network)
    {
        _tree = new BatchTree(hash);
        _verifier = verifier;
        hash.Hash(System.Text.Encoding.UTF8.GetBytes(network), _network);
    }

    private static ReadOnlySpan<byte> Context => "daa-topology/1"u8;

    /// <summary>Signs a batch of statements in a node's name.</summary>
    /// <param name="identity">Who signs.</param>
    /// <param name="statements">1 to <see cref="BatchTree.MaxLeaves"/> statements.</param>
    /// <param name="withKey">Whether the key goes with it, for a state that does not hold it yet.</param>
    public ImmutableArray<DetachedEndorsement> Sign(
        INodeIdentity identity, ReadOnlySpan<TopologyStatement> statements, bool withKey)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statements.Length, BatchTree.MaxLeaves);
        ContentDigest[] leaves = new ContentDigest[statements.Length];
        for (int index = 0; index < leaves.Length; index++)
        {
            leaves[index] = LeafOf(statements[index]);
        }

        byte[] value = new byte[identity.SignatureSize];
        identity.Sign(SignedBytes(_tree.Root(leaves), leaves.Length), Context, value);
        BatchSignature signature = new(
            identity.PeerId, leaves.Length, value, withKey ? identity.PublicKey.Encoded : ReadOnlyMemory<byte>.Empty);
        return [.. leaves.Select((_, place) => new DetachedEndorsement(signature, place, _tree.Path(leaves, place)))];
    }

    /// <summary>Whether an endorsement is that signer's of that statement.</summary>
    public bool Verify(TopologyStatement statement, DetachedEndorsement endorsement, PeerPublicKey key) =>
        key.PeerId == endorsement.Signature.Signer
        && RootOf(statement, endorsement.Leaf, endorsement.Signature.Leaves, endorsement.Path) is ContentDigest root
        && IsSigned(key, root, endorsement.Signature);

    /// <summary>Lays statements and their signatures out as a vertex.</summary>
    /// <returns>The changes and the signatures that they refer to, each once.</returns>
    public static (ImmutableArray<SignedChange> Changes, ImmutableArray<BatchSignature> Signatures) Assemble(
        IEnumerable<EndorsedStatement> statements)
    {
        List<BatchSignature> signatures = [];
        ImmutableArray<SignedChange>.Builder changes = ImmutableArray.CreateBuilder<SignedChange>();
        foreach (EndorsedStatement statement in statements)
        {
            ImmutableArray<Endorsement>.Builder endorsements = ImmutableArray.CreateBuilder<Endorsement>();
            foreach (DetachedEndorsement endorsement in statement.Endorsements)
            {
                int place = signatures.FindIndex(known => ReferenceEquals(known, endorsement.Signature));
                if (place < 0)
                {
                    place = signatures.Count;
                    signatures.Add(endorsement.Signature);
                }

                endorsements.Add(new Endorsement(place, endorsement.Leaf, endorsement.Path));
            }

            changes.Add(new SignedChange(statement.Statement, endorsements.ToImmutable()));
        }

        return (changes.ToImmutable(), [.. signatures]);
    }

    /// <summary>Checks every signature once, and names the signers of each change. What does not hold is not named.</summary>
    /// <param name="vertex">The vertex.</param>
    /// <param name="state">The state that it is to be applied to, whose members' keys count.</param>
    public ImmutableArray<ProvenChange> Prove(NetworkStateVertex vertex, NetworkState state)
    {
        PeerPublicKey?[] keys = [.. vertex.Signatures.Select(signature => KeyOf(signature, state))];
        (ContentDigest Root, bool Holds)?[] known = new (ContentDigest, bool)?[keys.Length];
        ImmutableArray<ProvenChange>.Builder proven = ImmutableArray.CreateBuilder<ProvenChange>(vertex.Changes.Length);
        foreach (SignedChange change in vertex.Changes)
        {
            ImmutableSortedSet<PeerId>.Builder signers = ImmutableSortedSet.CreateBuilder<PeerId>();
            PeerId? joining = change.Statement.Change is NodeJoined joined ? joined.Node.Id : null;
            PeerPublicKey? subjectKey = null;
            foreach (Endorsement endorsement in change.Endorsements)
            {
                if (Signer(vertex, change.Statement, endorsement, keys, known) is PeerPublicKey signer)
                {
                    signers.Add(signer.PeerId);
                    subjectKey = signer.PeerId == joining ? signer : subjectKey;
                }
            }

            proven.Add(new ProvenChange(change.Statement, signers.ToImmutable(), subjectKey));
        }

        return proven.MoveToImmutable();
    }

    private static PeerPublicKey? KeyOf(BatchSignature signature, NetworkState state)
    {
        if (state.Members.TryGetValue(signature.Signer, out MemberRecord? member))
        {
            return member.Key;
        }

        return PeerPublicKey.TryDecode(signature.PublicKey.Span, out PeerPublicKey? key) && key.PeerId == signature.Signer
            ? key
            : null;
    }

    private static byte[] SignedBytes(ContentDigest root, int leaves)
    {
        byte[] bytes = new byte[ContentDigest.Size + sizeof(ushort)];
        root.CopyTo(bytes);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(ContentDigest.Size), (ushort)leaves);
        return bytes;
    }

    /// <summary>The key of an endorsement's signer, when it holds; one verification for all changes of a batch.</summary>
    private PeerPublicKey? Signer(
        NetworkStateVertex vertex,
        TopologyStatement statement,
        Endorsement endorsement,
        PeerPublicKey?[] keys,
        (ContentDigest Root, bool Holds)?[] known)
    {
        if (endorsement.Signature >= keys.Length
            || keys[endorsement.Signature] is not PeerPublicKey key
            || RootOf(statement, endorsement.Leaf, vertex.Signatures[endorsement.Signature].Leaves, endorsement.Path)
                is not ContentDigest root)
        {
            return null;
        }

        // The first root that is claimed for a signature is the one that is checked: a forger gets one verification each.
        (ContentDigest Root, bool Holds) verdict = known[endorsement.Signature]
            ??= (root, IsSigned(key, root, vertex.Signatures[endorsement.Signature]));
        return verdict.Holds && verdict.Root == root ? key : null;
    }

    private ContentDigest LeafOf(TopologyStatement statement) => _tree.Leaf(_network, StatementCodec.Encode(statement));

    private ContentDigest? RootOf(
        TopologyStatement statement, int leaf, int leaves, ImmutableArray<ContentDigest> path) =>
        _tree.RootOf(LeafOf(statement), leaf, leaves, path.AsSpan());

    private bool IsSigned(PeerPublicKey key, ContentDigest root, BatchSignature signature) =>
        _verifier.Verify(key, SignedBytes(root, signature.Leaves), Context, signature.Signature.Span);
}
