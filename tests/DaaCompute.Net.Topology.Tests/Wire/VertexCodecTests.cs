using System.Collections.Immutable;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Tests.Fakes;
using DaaCompute.Net.Topology.Wire;
using DaaCompute.Net.Wire;
using static DaaCompute.Net.Topology.Tests.Fakes.TestNodes;

namespace DaaCompute.Net.Topology.Tests.Wire;

public sealed class VertexCodecTests
{
    private static readonly NetworkStateVertex Sample = new(
        41,
        TestHash.Of(7),
        1_700_000_000_000,
        [
            new SignedChange(
                new TopologyStatement(
                    new NodeJoined(new NodeInfo(Id(1), NodeRole.SuperNode, NodeCapabilities.Quic, "eu-west")), 3, 100),
                [new Endorsement(0, 0, [])]),
            new SignedChange(
                new TopologyStatement(new LinkEstablished(Id(1), Id(2), 17), (5UL << 32) + 1, 100),
                [new Endorsement(0, 1, [TestHash.Of(1)]), new Endorsement(1, 3, [TestHash.Of(2), TestHash.Of(3)])]),
            new SignedChange(new TopologyStatement(new LinkFailed(Id(3), Id(2)), 9, 0), []),
            new SignedChange(new TopologyStatement(new NodeLeft(Id(3), Graceful: false), 2, -1), []),
        ],
        [
            new BatchSignature(Id(1), 2, new byte[] { 1, 2, 3 }, Identity(1).PublicKey.Encoded),
            new BatchSignature(Id(2), 4, new byte[] { 4 }, default),
        ]);

    [Fact]
    public void Encode_ThenDecode_GivesTheSame()
    {
        byte[] encoded = VertexCodec.Encode(Sample);
        Assert.True(VertexCodec.TryDecode(encoded, out NetworkStateVertex? decoded));
        Assert.Equal(Sample.Changes.Select(change => change.Statement), decoded.Changes.Select(change => change.Statement));
        Assert.Equal(encoded, VertexCodec.Encode(decoded));
        Assert.True(VertexCodec.IsVertex(encoded));
    }

    [Fact]
    public void Encode_AStatement_GivesTheBytesOfThePage()
    {
        byte[] encoded = StatementCodec.Encode(new TopologyStatement(new LinkFailed(Id(1), Id(2)), 300, 6));
        string first = Convert.ToHexStringLower(Id(1).Bytes.Span);
        string second = Convert.ToHexStringLower(Id(2).Bytes.Span);
        Assert.Equal($"08ac0210073248" + $"0a22{first}1222{second}", Convert.ToHexStringLower(encoded));
    }

    [Fact]
    public void TryDecode_EveryShorterInput_IsRefusedWithoutAnException()
    {
        byte[] encoded = VertexCodec.Encode(Sample with { Signatures = [Sample.Signatures[1]] });
        int read = Enumerable.Range(0, encoded.Length).Count(length => VertexCodec.TryDecode(encoded.AsMemory(0, length), out _));

        // What ends after a whole field is a vertex too: with fewer changes, or fewer signatures.
        Assert.Equal(4, read);
    }

    [Fact]
    public void TryDecode_WhatIsNoVertex_IsRefused()
    {
        Assert.False(VertexCodec.TryDecode("another payload"u8.ToArray(), out _));
        Assert.False(VertexCodec.TryDecode(VertexCodec.Encode(Sample with { Changes = [] }), out _));
        Assert.False(VertexCodec.TryDecode(new byte[TopologyFields.MaxVertexLength + 1], out _));
        ImmutableArray<SignedChange> many = [.. Enumerable.Repeat(Sample.Changes[2], TopologyFields.MaxChanges + 1)];
        Assert.False(VertexCodec.TryDecode(VertexCodec.Encode(Sample with { Changes = many }), out _));
        Assert.True(VertexCodec.TryDecode(VertexCodec.Encode(Sample with { Changes = many[1..] }), out _));
        BatchSignature noLeaves = Sample.Signatures[0] with { Leaves = 0 };
        Assert.False(VertexCodec.TryDecode(VertexCodec.Encode(Sample with { Signatures = [noLeaves] }), out _));
    }

    [Fact]
    public void TryDecode_AnUnknownFieldInAStatement_IsRefused()
    {
        byte[] statement = [.. StatementCodec.Encode(Sample.Changes[0].Statement), 0x78, 0x01];
        Assert.False(StatementCodec.TryDecode(statement, out _));
        byte[] twoChanges =
        [
            .. StatementCodec.Encode(Sample.Changes[2].Statement), .. StatementCodec.Encode(Sample.Changes[3].Statement),
        ];
        Assert.False(StatementCodec.TryDecode(twoChanges, out _));
    }

    [Fact]
    public void TryDecode_EntriesOfTheState_GivesThemBack()
    {
        NetworkState state = Genesis().WithMembers(1, 2, 3);
        state = state.Applied(Connect(state, 1, 2), Leave(state, 3));
        foreach (StateRecord record in state.Records())
        {
            byte[] encoded = RecordCodec.Encode(record);
            Assert.True(RecordCodec.TryDecode(encoded, out StateRecord? decoded));
            Assert.Equal(encoded, RecordCodec.Encode(decoded));
        }

        Assert.False(RecordCodec.TryDecode([], out _));
    }
}
