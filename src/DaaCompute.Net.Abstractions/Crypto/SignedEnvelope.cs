namespace DaaCompute.Net.Crypto;

/// <summary>What a verified envelope holds.</summary>
/// <param name="PublicKey">The key that signed.</param>
/// <param name="PayloadType">The multicodec bytes of the payload's type.</param>
/// <param name="Payload">The payload.</param>
public sealed record SignedEnvelope(
    PeerPublicKey PublicKey, ReadOnlyMemory<byte> PayloadType, ReadOnlyMemory<byte> Payload);
