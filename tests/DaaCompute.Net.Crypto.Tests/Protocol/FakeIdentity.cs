using System.Security.Cryptography;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>An identity that signs with <see cref="FakeSignature"/>; keys and signatures have the real sizes.</summary>
internal sealed class FakeIdentity : INodeIdentity
{
    public FakeIdentity(string name, PeerKeyType type)
    {
        byte[] data = new byte[type == PeerKeyType.MlDsa65 ? 1952 : 32];
        new StreamEntropy(name).Fill(data);
        PublicKey = new PeerPublicKey(type, data);
    }

    public PeerPublicKey PublicKey { get; }

    public PeerId PeerId => PublicKey.PeerId;

    public int SignatureSize => PublicKey.Type == PeerKeyType.MlDsa65 ? 3309 : 64;

    /// <summary>Changes a finished signature, for a peer that cannot prove who it is.</summary>
    public Action<byte[]>? Spoil { get; init; }

    public void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature)
    {
        byte[] made = new byte[SignatureSize];
        FakeSignature.Write(PublicKey, data, context, made);
        Spoil?.Invoke(made);
        made.CopyTo(signature);
    }
}
