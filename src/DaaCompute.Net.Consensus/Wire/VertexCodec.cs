using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Consensus.Wire;

/// <summary>A vertex's encoding: one for each vertex, since its digest is the vertex's name.</summary>
/// <remarks>
/// Body: 1 epoch id, 2 author, 3 round, 4 previous, 5 parents (each 1 author, 2 rounds back, 3 id), 6 own payloads,
/// 7 forwarded envelopes, 8 epoch calls. Signed: 1 body, 2 signature. What is not exactly as this encoder would write it is
/// refused. Described in docs/protocols/avalanche-dag.md.
/// </remarks>
internal static class VertexCodec
{
    /// <summary>The longest body, in bytes: with its signature it fits twice into a control frame of 1 MiB, as a proof needs.</summary>
    public const int MaxBodyLength = 480 * 1024;

    /// <summary>The longest signature, in bytes; ML-DSA-65 has 3309 (FIPS 204).</summary>
    public const int MaxSignatureLength = 4096;

    /// <summary>The most parents: the quorum engine's largest set.</summary>
    public const int MaxParents = 64;

    /// <summary>The most transactions.</summary>
    public const int MaxTransactions = 4096;

    private const int FirstTransactionField = 6;

    /// <summary>Encodes a body.</summary>
    public static byte[] EncodeBody(
        ContentDigest epochId,
        int author,
        long round,
        VertexId previous,
        ImmutableArray<VertexRef> parents,
        ImmutableArray<Transaction> transactions)
    {
        ArrayBufferWriter<byte> output = new(256 + (48 * parents.Length) + transactions.Sum(static one => one.Bytes.Length + 8));
        ProtobufWriter writer = new(output);
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        epochId.CopyTo(digest);
        writer.WriteBytes(1, digest);
        writer.WriteVarint(2, (ulong)author);
        writer.WriteVarint(3, (ulong)round);
        previous.Digest.CopyTo(digest);
        writer.WriteBytes(4, digest);
        foreach (VertexRef parent in parents)
        {
            ulong back = (ulong)(round - parent.Round);
            writer.WriteHeader(
                5,
                ProtobufWriter.GetVarintLength(1, (ulong)parent.Author)
                    + ProtobufWriter.GetVarintLength(2, back)
                    + ProtobufWriter.GetBytesLength(3, ContentDigest.Size));
            writer.WriteVarint(1, (ulong)parent.Author);
            writer.WriteVarint(2, back);
            parent.Id.Digest.CopyTo(digest);
            writer.WriteBytes(3, digest);
        }

        foreach (Transaction transaction in transactions.OrderBy(static one => one.Kind))
        {
            writer.WriteBytes(FirstTransactionField + (int)transaction.Kind, transaction.Bytes.Span);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>The name of a body.</summary>
    public static VertexId IdOf(IContentHash hash, ReadOnlySpan<byte> body)
    {
        Span<byte> digest = stackalloc byte[IContentHash.DigestSize];
        hash.Hash(body, digest);
        return new VertexId(new ContentDigest(digest));
    }

    /// <summary>Encodes a vertex with its signature.</summary>
    public static byte[] Encode(Vertex vertex)
    {
        ArrayBufferWriter<byte> output = new(vertex.Body.Length + vertex.Signature.Length + 16);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(1, vertex.Body.Span);
        writer.WriteBytes(2, vertex.Signature.Span);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a vertex. Its signature is not checked here.</summary>
    /// <param name="hash">What names bodies.</param>
    /// <param name="encoded">The encoding; the vertex keeps hold of it.</param>
    /// <param name="vertex">The vertex, when the result is true.</param>
    public static bool TryDecode(IContentHash hash, ReadOnlyMemory<byte> encoded, [NotNullWhen(true)] out Vertex? vertex)
    {
        vertex = null;
        ProtobufReader reader = new(encoded.Span);
        if (!reader.Read() || reader.FieldNumber != 1 || reader.WireType != ProtobufWireType.LengthDelimited
            || reader.Bytes.Length is 0 or > MaxBodyLength)
        {
            return false;
        }

        int bodyLength = reader.Bytes.Length;
        int bodyStart = 1 + UnsignedVarint.GetLength((ulong)bodyLength);
        if (!reader.Read() || reader.FieldNumber != 2 || reader.WireType != ProtobufWireType.LengthDelimited
            || reader.Bytes.Length is 0 or > MaxSignatureLength)
        {
            return false;
        }

        int signatureLength = reader.Bytes.Length;
        int signatureStart = bodyStart + bodyLength + 1 + UnsignedVarint.GetLength((ulong)signatureLength);
        if (signatureStart + signatureLength != encoded.Length)
        {
            return false;
        }

        return TryDecodeBody(
            hash, encoded.Slice(bodyStart, bodyLength), encoded.Slice(signatureStart, signatureLength), out vertex);
    }

    private static bool TryDecodeBody(
        IContentHash hash, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> signature, [NotNullWhen(true)] out Vertex? vertex)
    {
        vertex = null;
        BodyFields fields = new(body);
        ProtobufReader reader = new(body.Span);
        while (reader.Read())
        {
            if (!fields.TryTake(ref reader))
            {
                return false;
            }
        }

        if (reader.IsMalformed || !fields.IsComplete)
        {
            return false;
        }

        // Only the one encoding counts: otherwise one vertex would have several names.
        byte[] canonical = EncodeBody(
            fields.EpochId, fields.Author, fields.Round, fields.Previous, fields.Parents, fields.Transactions);
        if (!body.Span.SequenceEqual(canonical))
        {
            return false;
        }

        vertex = new Vertex
        {
            Id = IdOf(hash, body.Span),
            EpochId = fields.EpochId,
            Author = fields.Author,
            Round = fields.Round,
            Previous = fields.Previous,
            Parents = fields.Parents,
            Transactions = fields.Transactions,
            Body = body,
            Signature = signature,
        };
        return true;
    }
}
