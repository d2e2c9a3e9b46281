using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace DaaCompute.Net.Crypto.Protocol;

internal sealed class TestKem(IEntropySource entropy) : IKeyEncapsulation
{
    public string Name => "ML-KEM-768";

    public string Provider => "BouncyCastle";

    public int EncapsulationKeySize => 1184;

    public int CiphertextSize => 1088;

    public int SharedSecretSize => 32;

    public int SeedSize => 64;

    public IDecapsulationKey GenerateKey()
    {
        byte[] seed = new byte[64];
        entropy.Fill(seed);
        return ImportSeed(seed);
    }

    public IDecapsulationKey ImportSeed(ReadOnlySpan<byte> seed) =>
        new Private(MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, seed.ToArray()));

    public IEncapsulationKey ImportEncapsulationKey(ReadOnlySpan<byte> encoded)
    {
        try
        {
            return new Public(MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, encoded.ToArray()), entropy);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidKeyException("modulus", exception);
        }
    }

    private sealed class Private(MLKemPrivateKeyParameters key) : IDecapsulationKey
    {
        public void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            MLKemDecapsulator kem = new(MLKemParameters.ml_kem_768);
            kem.Init(key);
            kem.Decapsulate(ciphertext, sharedSecret);
        }

        public void ExportEncapsulationKey(Span<byte> destination) => key.GetPublicKeyEncoded().CopyTo(destination);

        public void Dispose()
        {
        }
    }

    private sealed class Public(MLKemPublicKeyParameters key, IEntropySource entropy) : IEncapsulationKey
    {
        public void Encapsulate(Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            MLKemEncapsulator kem = new(MLKemParameters.ml_kem_768);
            kem.Init(new ParametersWithRandom(key, new Source(entropy)));
            kem.Encapsulate(ciphertext, sharedSecret);
        }

        public void Export(Span<byte> destination) => key.GetEncoded().CopyTo(destination);

        public void Dispose()
        {
        }
    }

    private sealed class Source(IEntropySource entropy) : SecureRandom(null)
    {
        public override void NextBytes(byte[] buf) => entropy.Fill(buf);

        public override void NextBytes(byte[] buf, int off, int len) => entropy.Fill(buf.AsSpan(off, len));

        public override void NextBytes(Span<byte> buffer) => entropy.Fill(buffer);
    }
}
