using System.Collections.Immutable;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Tests.Fakes;
using DaaCompute.Net.Topology.Wire;
using static DaaCompute.Net.Topology.Tests.Fakes.TestNodes;

namespace DaaCompute.Net.Topology.Tests.State;

public sealed class VertexProofTests
{
    private readonly TestVerifier _verifier = new();
    private readonly VertexProof _proof;
    private readonly NetworkState _state = Genesis().WithMembers(0, 1, 2, 3);

    public VertexProofTests() => _proof = new VertexProof(TestHash.Instance, _verifier, "test");

    [Fact]
    public void Prove_ABatchOfOneSigner_TakesOneVerification()
    {
        TopologyStatement[] statements = [.. Enumerable.Range(1, 3).Select(node => Connect(_state, 0, node).Statement)];
        ImmutableArray<DetachedEndorsement> own = _proof.Sign(Identity(0), statements, withKey: false);
        EndorsedStatement[] endorsed =
        [
            .. statements.Select((statement, index) => new EndorsedStatement(
                statement, [own[index], .. _proof.Sign(Identity(index + 1), [statement], withKey: false)])),
        ];
        NetworkStateVertex vertex = Vertex(endorsed);
        Assert.Equal(4, vertex.Signatures.Length);
        ImmutableArray<ProvenChange> proven = _proof.Prove(vertex, _state);
        Assert.Equal(4, _verifier.Verifications);
        for (int index = 0; index < proven.Length; index++)
        {
            Assert.Equal(statements[index], proven[index].Statement);
            Assert.Equal([.. new[] { Id(0), Id(index + 1) }.Order()], proven[index].Signers);
        }

        NetworkState next = _state.Apply(proven, out _);
        Assert.Equal(3, next.Links);
    }

    [Fact]
    public void Prove_AJoin_BringsTheKey()
    {
        TopologyStatement join = Join(_state, 9).Statement;
        NetworkStateVertex vertex = Vertex(new EndorsedStatement(join, _proof.Sign(Identity(9), [join], withKey: true)));
        ProvenChange proven = Assert.Single(_proof.Prove(vertex, _state));
        Assert.Equal(Identity(9).PublicKey, proven.SubjectKey);
        Assert.Equal(ChangeVerdict.Valid, _state.VerdictOn(proven));
    }

    [Fact]
    public void Prove_ASignatureWithoutAKnownKey_NamesNobody()
    {
        TopologyStatement join = Join(_state, 9).Statement;
        NetworkStateVertex vertex = Vertex(new EndorsedStatement(join, _proof.Sign(Identity(9), [join], withKey: false)));
        Assert.Empty(Assert.Single(_proof.Prove(vertex, _state)).Signers);
        BatchSignature stolen = vertex.Signatures[0] with { PublicKey = Identity(8).PublicKey.Encoded };
        Assert.Empty(Assert.Single(_proof.Prove(vertex with { Signatures = [stolen] }, _state)).Signers);
    }

    [Fact]
    public void Prove_AnythingThatWasChanged_NamesNobody()
    {
        TopologyStatement leave = Leave(_state, 1).Statement;
        TopologyStatement other = Connect(_state, 1, 2).Statement;
        ImmutableArray<DetachedEndorsement> endorsements = _proof.Sign(Identity(1), [leave, other], withKey: false);
        NetworkStateVertex vertex = Vertex(new EndorsedStatement(leave, [endorsements[0]]));
        Assert.Equal([Id(1)], Assert.Single(_proof.Prove(vertex, _state)).Signers);
        SignedChange change = vertex.Changes[0];
        BatchSignature signature = vertex.Signatures[0];
        byte[] flipped = signature.Signature.ToArray();
        flipped[5] ^= 1;
        NetworkStateVertex[] forgeries =
        [
            vertex with { Changes = [change with { Statement = leave with { Sequence = leave.Sequence + 1 } }] },
            vertex with { Changes = [change with { Statement = leave with { ValidThrough = leave.ValidThrough + 1 } }] },
            vertex with { Changes = [change with { Statement = leave with { Change = new NodeLeft(Id(2), true) } }] },
            vertex with { Changes = [change with { Statement = leave with { Change = new NodeLeft(Id(1), false) } }] },
            vertex with { Changes = [change with { Endorsements = [change.Endorsements[0] with { Leaf = 1 }] }] },
            vertex with { Changes = [change with { Endorsements = [change.Endorsements[0] with { Path = [] }] }] },
            vertex with { Changes = [change with { Endorsements = [change.Endorsements[0] with { Signature = 1 }] }] },
            vertex with { Signatures = [signature with { Signature = flipped }] },
            vertex with { Signatures = [signature with { Leaves = 1 }] },
            vertex with { Signatures = [signature with { Signer = Id(2) }] },
            vertex with { Signatures = [] },
        ];
        Assert.All(forgeries, forged => Assert.Empty(Assert.Single(_proof.Prove(forged, _state)).Signers));
        VertexProof elsewhere = new(TestHash.Instance, _verifier, "another network");
        Assert.Empty(Assert.Single(elsewhere.Prove(vertex, _state)).Signers);
    }

    [Fact]
    public void Verify_AnEndorsement_HoldsForItsStatementAndSignerAlone()
    {
        TopologyStatement link = Connect(_state, 1, 2).Statement;
        DetachedEndorsement endorsement = _proof.Sign(Identity(2), [Leave(_state, 2).Statement, link], withKey: false)[1];
        Assert.True(_proof.Verify(link, endorsement, Identity(2).PublicKey));
        Assert.False(_proof.Verify(link, endorsement, Identity(1).PublicKey));
        Assert.False(_proof.Verify(Leave(_state, 2).Statement, endorsement, Identity(2).PublicKey));
    }

    private NetworkStateVertex Vertex(params EndorsedStatement[] statements)
    {
        (ImmutableArray<SignedChange> changes, ImmutableArray<BatchSignature> signatures) = VertexProof.Assemble(statements);
        NetworkStateVertex vertex = new(_state.Height, _state.Digest, 0, changes, signatures);
        Assert.True(VertexCodec.TryDecode(VertexCodec.Encode(vertex), out NetworkStateVertex? decoded));
        return decoded;
    }
}
