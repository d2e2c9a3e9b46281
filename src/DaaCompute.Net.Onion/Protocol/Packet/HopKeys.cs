using System.Buffers.Binary;
using System.Security.Cryptography;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Onion.Wire;

namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>What one hop and the sender share: keys of the header, of the payload, and the tag that betrays a replay.</summary>
internal sealed class HopKeys : IDisposable
{
    private const string Context = "daa-compute.net onion 1: keys of a hop";
    private const int PayloadKeysSize = WideBlock.KeysSize;

    private readonly byte[] _keys = new byte[32 + 32 + 8 + PayloadKeysSize];

    private HopKeys()
    {
    }

    public ReadOnlySpan<byte> Mac => _keys.AsSpan(0, 32);

    public ReadOnlySpan<byte> Stream => _keys.AsSpan(32, 32);

    public ulong ReplayTag => BinaryPrimitives.ReadUInt64LittleEndian(_keys.AsSpan(64));

    public ReadOnlySpan<byte> Payload => _keys.AsSpan(72, PayloadKeysSize);

    /// <summary>Derives the keys, which depend on the secret, on what carried it, and on whose key it was made for.</summary>
    public static HopKeys Derive(
        IKeyedHash hash, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> ciphertext, ContentDigest keyDigest)
    {
        Span<byte> material = stackalloc byte[32 + OnionLayout.CiphertextSize + ContentDigest.Size];
        secret.CopyTo(material);
        ciphertext.CopyTo(material[32..]);
        keyDigest.CopyTo(material[(32 + OnionLayout.CiphertextSize)..]);
        HopKeys keys = new();
        hash.DeriveKey(Context, material, keys._keys);
        CryptographicOperations.ZeroMemory(material);
        return keys;
    }

    /// <summary>The authenticator of a header whose prefix, ciphertext and routing information are given.</summary>
    public void Authenticate(IKeyedHash hash, ReadOnlySpan<byte> header, Span<byte> mac)
    {
        // Without the authenticator's own place the two parts are not adjacent: they are hashed as one copy.
        Span<byte> input = stackalloc byte[OnionLayout.MacOffset + OnionLayout.RoutingSize];
        header[..OnionLayout.MacOffset].CopyTo(input);
        header.Slice(OnionLayout.RoutingOffset, OnionLayout.RoutingSize).CopyTo(input[OnionLayout.MacOffset..]);
        hash.Hash(Mac, input, mac[..OnionLayout.MacSize]);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_keys);
}
