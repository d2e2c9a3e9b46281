using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Consensus.Wire;

/// <summary>
/// Checkpoints. Statement: 1 epoch id, 2 epoch, 3 height, 4 chain, 5 round, 6 resume, 7 next set. Certificate: 1 statement,
/// then for each signature, by author, 2 author and 3 signature.
/// </summary>
internal static class CertificateCodec
{
    /// <summary>The longest statement, in bytes: four digests and three numbers.</summary>
    public const int MaxStatementLength = 192;

    private const ulong MaxNumber = 1UL << 48;

    public static byte[] EncodeStatement(CheckpointStatement statement)
    {
        ArrayBufferWriter<byte> output = new(MaxStatementLength);
        ProtobufWriter writer = new(output);
        writer.WriteBytes(1, statement.EpochId.ToArray());
        writer.WriteVarint(2, (ulong)statement.Epoch);
        writer.WriteVarint(3, (ulong)statement.Height);
        writer.WriteBytes(4, statement.Chain.ToArray());
        writer.WriteVarint(5, (ulong)statement.Round);
        writer.WriteBytes(6, statement.Resume.ToArray());
        writer.WriteBytes(7, statement.NextSet.ToArray());
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a statement; only the one encoding of it is taken.</summary>
    public static bool TryDecodeStatement(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out CheckpointStatement? statement)
    {
        statement = null;
        if (encoded.Length > MaxStatementLength)
        {
            return false;
        }

        Span<ContentDigest> digests = stackalloc ContentDigest[8];
        Span<long> numbers = stackalloc long[8];
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            if (reader.FieldNumber > 7)
            {
                return false;
            }

            if (reader.WireType == ProtobufWireType.Varint && reader.Value <= MaxNumber)
            {
                numbers[reader.FieldNumber] = (long)reader.Value;
            }
            else if (reader.WireType == ProtobufWireType.LengthDelimited && reader.Bytes.Length == ContentDigest.Size)
            {
                digests[reader.FieldNumber] = new ContentDigest(reader.Bytes);
            }
            else
            {
                return false;
            }
        }

        CheckpointStatement read = new(digests[1], numbers[2], numbers[3], digests[4], numbers[5], digests[6], digests[7]);
        statement = !reader.IsMalformed && encoded.SequenceEqual(EncodeStatement(read)) ? read : null;
        return statement is not null;
    }

    public static byte[] Encode(
        CheckpointStatement statement, ImmutableArray<(int Author, ReadOnlyMemory<byte> Signature)> signatures)
    {
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter writer = new(output);
        writer.WriteBytes(1, EncodeStatement(statement));
        foreach ((int author, ReadOnlyMemory<byte> signature) in signatures)
        {
            writer.WriteVarint(2, (ulong)author);
            writer.WriteBytes(3, signature.Span);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a certificate. Neither the signatures nor their weight are checked here.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out Certificate? certificate)
    {
        certificate = null;
        ProtobufReader reader = new(encoded);
        if (!reader.Read() || reader.FieldNumber != 1 || !TryDecodeStatement(reader.Bytes, out CheckpointStatement? statement))
        {
            return false;
        }

        ImmutableArray<(int, ReadOnlyMemory<byte>)>.Builder signatures = ImmutableArray.CreateBuilder<(int, ReadOnlyMemory<byte>)>();
        int last = -1;
        while (reader.Read())
        {
            if (reader.FieldNumber != 2 || reader.WireType != ProtobufWireType.Varint || reader.Value >= ValidatorSet.MaxCount
                || (int)reader.Value <= last)
            {
                return false;
            }

            last = (int)reader.Value;
            if (!reader.Read() || reader.FieldNumber != 3 || reader.WireType != ProtobufWireType.LengthDelimited
                || reader.Bytes.Length is 0 or > VertexCodec.MaxSignatureLength)
            {
                return false;
            }

            signatures.Add((last, reader.Bytes.ToArray()));
        }

        certificate = reader.IsMalformed ? null : new Certificate(statement, signatures.ToImmutable());
        return certificate is not null;
    }
}
