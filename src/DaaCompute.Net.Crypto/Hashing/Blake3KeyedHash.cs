namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>BLAKE3's keyed modes behind the contract.</summary>
internal sealed class Blake3KeyedHash : IKeyedHash
{
    public void Hash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> output) =>
        Blake3.KeyedHash(key, data, output);

    public void DeriveKey(string context, ReadOnlySpan<byte> keyMaterial, Span<byte> output) =>
        Blake3.DeriveKey(context, keyMaterial, output);
}
