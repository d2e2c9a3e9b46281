namespace DaaCompute.Net.Crypto.Tests.Signatures;

/// <summary>Counts how often a public key is prepared.</summary>
internal sealed class CountingScheme(ISignatureScheme inner) : ISignatureScheme
{
    private int _imports;

    public int Imports => _imports;

    public string Name => inner.Name;

    public string Provider => inner.Provider;

    public PeerKeyType KeyType => inner.KeyType;

    public int PublicKeySize => inner.PublicKeySize;

    public int SignatureSize => inner.SignatureSize;

    public int SeedSize => inner.SeedSize;

    public ISigningKey GenerateKey() => inner.GenerateKey();

    public ISigningKey ImportSeed(ReadOnlySpan<byte> seed) => inner.ImportSeed(seed);

    public IVerificationKey ImportPublicKey(ReadOnlySpan<byte> encoded)
    {
        Interlocked.Increment(ref _imports);
        return inner.ImportPublicKey(encoded);
    }
}
