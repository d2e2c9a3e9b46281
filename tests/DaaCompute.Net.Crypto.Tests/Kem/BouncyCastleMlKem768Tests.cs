using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Tests.Vectors;
using DaaCompute.Net.Testing;
using FsCheck;
using FsCheck.Xunit;
using Org.BouncyCastle.Crypto.Parameters;
using Xunit.Abstractions;

namespace DaaCompute.Net.Crypto.Tests.Kem;

public sealed class BouncyCastleMlKem768Tests(ITestOutputHelper output)
{
    private readonly BouncyCastleMlKem768 _kem = new(new CountingEntropySource(1));

    [VectorFact(MlKem768Vectors.KeyGenFile)]
    public void ImportSeed_AcvpVectors_GivesTheirKeys() => MlKem768Vectors.KeyGeneration(_kem, output);

    [VectorFact(MlKem768Vectors.EncapDecapFile)]
    public void Encapsulate_AcvpVectors_GivesTheirCiphertexts() =>
        MlKem768Vectors.Encapsulation(entropy => new BouncyCastleMlKem768(entropy), output);

    [VectorFact(MlKem768Vectors.EncapDecapFile)]
    public void Decapsulate_AcvpVectors_GivesTheirSecrets() => MlKem768Vectors.Decapsulation(_kem, ImportExpanded, output);

    [VectorFact(MlKem768Vectors.EncapDecapFile)]
    public void ImportEncapsulationKey_AcvpVectors_RefusesTheBadOnes() => MlKem768Vectors.EncapsulationKeyCheck(_kem, output);

    [VectorFact(MlKem768Vectors.EncapDecapFile)]
    public void ExpandedKey_AcvpVectors_RefusesTheBadOnes() =>
        MlKem768Vectors.DecapsulationKeyCheck<ArgumentException>(_kem, ImportExpanded, output);

    [Property(MaxTest = 30)]
    public void Decapsulate_WhatWasEncapsulated_GivesTheSameSecret(int seed) => MlKem768Laws.RoundTrip(
        new BouncyCastleMlKem768(new CountingEntropySource(seed)), new BouncyCastleMlKem768(new CountingEntropySource(~seed)));

    [Property(MaxTest = 30)]
    public void Decapsulate_OneBitChanged_GivesAnotherSecret(int seed, NonNegativeInt bit) =>
        MlKem768Laws.ImplicitRejection(new BouncyCastleMlKem768(new CountingEntropySource(seed)), bit.Get);

    [Fact]
    public void GenerateKey_SameEntropy_GivesTheSameKeyAndCiphertext()
    {
        byte[] first = MlKem768Laws.Transcript(new BouncyCastleMlKem768(new CountingEntropySource(7)));
        byte[] second = MlKem768Laws.Transcript(new BouncyCastleMlKem768(new CountingEntropySource(7)));
        byte[] other = MlKem768Laws.Transcript(new BouncyCastleMlKem768(new CountingEntropySource(8)));
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void EveryCall_WrongLength_IsRefused() => MlKem768Laws.WrongLengths(_kem);

    [Fact]
    public void Dispose_ThenUse_Throws()
    {
        IDecapsulationKey key = _kem.GenerateKey();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.ExportEncapsulationKey(new byte[_kem.EncapsulationKeySize]));
        Assert.Throws<ObjectDisposedException>(
            () => key.Decapsulate(new byte[_kem.CiphertextSize], new byte[_kem.SharedSecretSize]));
    }

    private static BouncyCastleDecapsulationKey ImportExpanded(byte[] encoded) =>
        new(MLKemPrivateKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, encoded));
}
