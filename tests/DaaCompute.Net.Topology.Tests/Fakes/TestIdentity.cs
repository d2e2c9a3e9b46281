using System.Security.Cryptography;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Topology.Tests.Fakes;

/// <summary>A node by number, with a key of ML-DSA-65's size and signatures that are hashes: cheap, and told from forged ones.</summary>
internal sealed class TestIdentity : INodeIdentity
{
    public TestIdentity(int number)
    {
        byte[] data = new byte[1952];
        SHA256.HashData(BitConverter.GetBytes(number)).CopyTo(data, 0);
        PublicKey = new PeerPublicKey(PeerKeyType.MlDsa65, data);
    }

    public PeerPublicKey PublicKey { get; }

    public PeerId PeerId => PublicKey.PeerId;

    public int SignatureSize => 32;

    public void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature) =>
        SignatureOf(PublicKey, data, context).CopyTo(signature);

    public static byte[] SignatureOf(PeerPublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> context) =>
        SHA256.HashData([.. key.Encoded.Span, .. context, 0, .. data]);
}
