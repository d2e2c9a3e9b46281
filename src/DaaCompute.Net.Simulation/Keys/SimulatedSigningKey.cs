using System.Security.Cryptography;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Simulation.Keys;

/// <summary>INSECURE: the private half of a <see cref="SimulatedSignatureScheme"/> key; there is nothing private in it.</summary>
internal sealed class SimulatedSigningKey(byte[] publicKey) : ISigningKey
{
    private readonly byte[] _keyHash = SHA256.HashData(publicKey);

    public void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature) =>
        SimulatedSignatureScheme.Sign(_keyHash, data, context, signature);

    public void ExportPublicKey(Span<byte> destination) => publicKey.CopyTo(destination);

    public void Dispose()
    {
        // Holds no secret.
    }
}
