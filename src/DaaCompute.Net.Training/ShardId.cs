using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Dht;

namespace DaaCompute.Net.Training;

/// <summary>The name of a model shard: the BLAKE3 digest of its bytes, so that whoever reads it can check it.</summary>
/// <param name="Digest">The digest, 32 bytes.</param>
public readonly record struct ShardId(ContentDigest Digest) : IParsable<ShardId>
{
    /// <summary>The key that the shard's providers are found by: the BLAKE3 multihash, as a CID of the shard holds it.</summary>
    public ContentKey ToContentKey() => ContentKey.ForDigest(Digest);

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a shard's id.</exception>
    public static ShardId Parse(string text) => Parse(text, provider: null);

    /// <inheritdoc/>
    public static ShardId Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out ShardId shard)
        ? shard
        : throw new FormatException($"'{s}' is not a shard's id: {2 * ContentDigest.Size} hexadecimal digits.");

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ShardId result)
    {
        bool valid = ContentDigest.TryParse(s, out ContentDigest digest);
        result = new ShardId(digest);
        return valid;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Digest.ToString();
}
