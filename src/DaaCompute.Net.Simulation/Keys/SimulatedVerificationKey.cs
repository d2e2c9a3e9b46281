using System.Security.Cryptography;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Simulation.Keys;

/// <summary>INSECURE: the public half of a <see cref="SimulatedSignatureScheme"/> key.</summary>
internal sealed class SimulatedVerificationKey(ReadOnlySpan<byte> publicKey) : IVerificationKey
{
    private readonly byte[] _keyHash = SHA256.HashData(publicKey);

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature)
    {
        byte[] expected = new byte[SimulatedSignatureScheme.SignatureBytes];
        SimulatedSignatureScheme.Sign(_keyHash, data, context, expected);
        return signature.SequenceEqual(expected);
    }

    public void Dispose()
    {
        // Holds no secret.
    }
}
