using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Consensus.Wire;

/// <summary>A validator set: 1 epoch, then for each validator, by id, 2 id, 3 weight and, where it is known, 4 public key.</summary>
internal static class ValidatorSetCodec
{
    public static byte[] Encode(ValidatorSet set, bool withKeys)
    {
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter writer = new(output);
        writer.WriteVarint(1, (ulong)set.Epoch);
        foreach (Validator validator in set.Validators)
        {
            writer.WriteBytes(2, validator.Id.Bytes.Span);
            writer.WriteVarint(3, (ulong)validator.Weight);
            if (withKeys && validator.Key is not null)
            {
                writer.WriteBytes(4, validator.Key.Encoded.Span);
            }
        }

        return output.WrittenSpan.ToArray();
    }

    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out ValidatorSet? set)
    {
        set = null;
        long epoch = 0;
        List<Validator> validators = [];
        PeerId? id = null;
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            bool isBytes = reader.WireType == ProtobufWireType.LengthDelimited;
            switch (reader.FieldNumber)
            {
                case 1 when !isBytes && validators.Count == 0 && reader.Value <= 1UL << 48:
                    epoch = (long)reader.Value;
                    break;
                case 2 when isBytes && id is null && validators.Count < ValidatorSet.MaxCount && PeerId.TryFromBytes(reader.Bytes, out id):
                    break;
                case 3 when !isBytes && id is not null && reader.Value is >= 1 and <= (ulong)ValidatorSet.MaxTotalWeight:
                    validators.Add(new Validator(id, (long)reader.Value));
                    id = null;
                    break;
                case 4 when isBytes && id is null && validators is [.., { Key: null } last]
                    && PeerPublicKey.TryDecode(reader.Bytes, out PeerPublicKey? key) && key.PeerId == last.Id:
                    validators[^1] = last with { Key = key };
                    break;
                default:
                    return false;
            }
        }

        if (reader.IsMalformed || id is not null || validators.Count == 0)
        {
            return false;
        }

        try
        {
            set = new ValidatorSet(epoch, validators);
        }
        catch (ArgumentException)
        {
            // Named twice, or too heavy together.
            return false;
        }

        return true;
    }

    /// <summary>The set's digest, keys aside: ids commit to them.</summary>
    public static ContentDigest DigestOf(IContentHash hash, ValidatorSet set)
    {
        Span<byte> digest = stackalloc byte[ContentDigest.Size];
        hash.Hash(Encode(set, withKeys: false), digest);
        return new ContentDigest(digest);
    }
}
