using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Topology.Wire;

/// <summary>What a node answers that was asked to sign: its endorsement, or why not.</summary>
/// <param name="Endorsement">The endorsement; null when it refuses.</param>
/// <param name="Refusal">Why it refuses.</param>
internal sealed record EndorsementReply(DetachedEndorsement? Endorsement, EndorsementRefusal Refusal)
{
    /// <summary>The longest reply: a signature, a key, a path, and room.</summary>
    public const int MaxLength = 16 * 1024;

    private const int EndorsementField = 1;
    private const int SignatureField = 2;
    private const int RefusalField = 3;

    public byte[] Encode()
    {
        ArrayBufferWriter<byte> output = new(4096);
        ProtobufWriter writer = new(output);
        if (Endorsement is not null)
        {
            writer.WriteBytes(
                EndorsementField, EndorsementCodec.Encode(new Endorsement(0, Endorsement.Leaf, Endorsement.Path)));
            writer.WriteBytes(SignatureField, EndorsementCodec.Encode(Endorsement.Signature));
        }

        StatementCodec.WriteNumber(writer, RefusalField, (ulong)Refusal);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a reply. It keeps slices of the input.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out EndorsementReply? reply)
    {
        reply = null;
        Endorsement? endorsement = null;
        BatchSignature? signature = null;
        ulong refusal = 0;
        ProtobufReader reader = new(bytes.Span);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case EndorsementField
                    when reader.WireType == ProtobufWireType.LengthDelimited
                        && EndorsementCodec.TryDecode(reader.Bytes, out endorsement):
                case SignatureField
                    when reader.WireType == ProtobufWireType.LengthDelimited
                        && EndorsementCodec.TryDecode(EndorsementCodec.SliceOf(bytes, reader.Bytes), out signature):
                    break;
                case RefusalField when reader.WireType == ProtobufWireType.Varint:
                    refusal = reader.Value;
                    break;
                case > RefusalField:
                    break;
                default:
                    return false;
            }
        }

        if (reader.IsMalformed || endorsement is null != signature is null || (endorsement is null) == (refusal == 0))
        {
            return false;
        }

        // A reason that a later version gives is still a refusal.
        reply = endorsement is null
            ? new EndorsementReply(null, refusal <= (ulong)EndorsementRefusal.Busy ? (EndorsementRefusal)refusal : EndorsementRefusal.Unspecified)
            : new EndorsementReply(new DetachedEndorsement(signature!, endorsement.Leaf, endorsement.Path), EndorsementRefusal.None);
        return true;
    }
}
