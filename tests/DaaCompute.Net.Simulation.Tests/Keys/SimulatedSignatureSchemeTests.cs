using DaaCompute.Net.Crypto;
using DaaCompute.Net.Simulation.Keys;

namespace DaaCompute.Net.Simulation.Tests.Keys;

public sealed class SimulatedSignatureSchemeTests
{
    private static readonly byte[] Data = [1, 2, 3];
    private static readonly byte[] Context = [9];

    private readonly SimulatedSignatureScheme _scheme = new(new SeededEntropySource(1));

    [Fact]
    public void Verify_SignedByTheKey_Holds()
    {
        using ISigningKey key = _scheme.GenerateKey();
        using IVerificationKey verifier = Import(key);

        Assert.True(verifier.Verify(Data, Context, Sign(key)));
    }

    [Fact]
    public void Verify_OtherKeyContextDataOrSignature_Fails()
    {
        using ISigningKey key = _scheme.GenerateKey();
        using ISigningKey other = _scheme.GenerateKey();
        using IVerificationKey verifier = Import(key);
        byte[] signature = Sign(key);
        byte[] changed = [.. signature];
        changed[^1] ^= 1;

        Assert.False(verifier.Verify(Data, [], signature));
        Assert.False(verifier.Verify([1, 2], Context, signature));
        Assert.False(verifier.Verify(Data, Context, changed));
        Assert.False(verifier.Verify(Data, Context, signature.AsSpan(1)));
        Assert.False(verifier.Verify(Data, Context, Sign(other)));
    }

    [Fact]
    public void ImportPublicKey_WrongLength_IsAnInvalidKey() =>
        Assert.Throws<InvalidKeyException>(() => _scheme.ImportPublicKey(new byte[10]));

    private IVerificationKey Import(ISigningKey key)
    {
        byte[] encoded = new byte[_scheme.PublicKeySize];
        key.ExportPublicKey(encoded);
        return _scheme.ImportPublicKey(encoded);
    }

    private byte[] Sign(ISigningKey key)
    {
        byte[] signature = new byte[_scheme.SignatureSize];
        key.Sign(Data, Context, signature);
        return signature;
    }
}
