using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Consensus.Wire;

/// <summary>A final proposal as it is stored and handed on: 1 proposer, 2 vertex, 3 payload.</summary>
internal static class ProposalCodec
{
    /// <summary>The domain of the envelopes in which proposals are passed on.</summary>
    public const string Domain = "daa-consensus-proposal";

    /// <summary>The type of payload in those envelopes.</summary>
    public static ReadOnlySpan<byte> PayloadType => "/daa/consensus/proposal"u8;

    public static byte[] Encode(Proposal proposal)
    {
        ArrayBufferWriter<byte> output = new(proposal.Payload.Length + 96);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(1, proposal.Proposer.Bytes.Span);
        writer.WriteBytes(2, proposal.Vertex.Digest.ToArray());
        writer.WriteBytes(3, proposal.Payload.Span);
        return output.WrittenSpan.ToArray();
    }

    public static bool TryDecode(
        IContentHash hash, ReadOnlySpan<byte> encoded, long height, [NotNullWhen(true)] out Proposal? proposal)
    {
        proposal = null;
        ProtobufReader reader = new(encoded);
        if (!reader.Read() || reader.FieldNumber != 1 || !PeerId.TryFromBytes(reader.Bytes, out PeerId? proposer)
            || !reader.Read() || reader.FieldNumber != 2 || reader.Bytes.Length != ContentDigest.Size)
        {
            return false;
        }

        VertexId vertex = new(new ContentDigest(reader.Bytes));
        if (!reader.Read() || reader.FieldNumber != 3 || reader.WireType != ProtobufWireType.LengthDelimited)
        {
            return false;
        }

        byte[] payload = reader.Bytes.ToArray();
        if (reader.Read() || reader.IsMalformed)
        {
            return false;
        }

        proposal = new Proposal(IdOf(hash, payload, proposer), proposer, payload, vertex, height);
        return true;
    }

    /// <summary>The name of a proposal: BLAKE3 of the proposer's id and the payload.</summary>
    public static ProposalId IdOf(IContentHash hash, ReadOnlySpan<byte> payload, PeerId proposer)
    {
        using IIncrementalHash pieces = hash.CreateIncremental();
        pieces.Append(proposer.Bytes.Span);
        pieces.Append(payload);
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        pieces.GetCurrentHash(digest);
        return new ProposalId(new ContentDigest(digest));
    }

    /// <summary>The hash chain with a proposal at its end.</summary>
    public static ContentDigest Extend(IContentHash hash, ContentDigest chain, ReadOnlySpan<byte> encoded)
    {
        using IIncrementalHash pieces = hash.CreateIncremental();
        pieces.Append(chain.ToArray());
        pieces.Append(encoded);
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        pieces.GetCurrentHash(digest);
        return new ContentDigest(digest);
    }
}
