#pragma warning disable SYSLIB5006
using System.Security.Cryptography;
using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Tests.Vectors;
using Xunit.Abstractions;

namespace DaaCompute.Net.Crypto.Tests.Kem;

public sealed class PlatformMlKem768Tests(ITestOutputHelper output)
{
    private readonly PlatformMlKem768 _kem = new(new CountingEntropySource(2));

    [PlatformVectorFact(MlKem768.Name, MlKem768Vectors.KeyGenFile)]
    public void ImportSeed_AcvpVectors_GivesTheirKeys() => MlKem768Vectors.KeyGeneration(_kem, output);

    [PlatformVectorFact(MlKem768.Name, MlKem768Vectors.EncapDecapFile)]
    public void Decapsulate_AcvpVectors_GivesTheirSecrets() => MlKem768Vectors.Decapsulation(_kem, ImportExpanded, output);

    [PlatformVectorFact(MlKem768.Name, MlKem768Vectors.EncapDecapFile)]
    public void ImportEncapsulationKey_AcvpVectors_RefusesTheBadOnes() => MlKem768Vectors.EncapsulationKeyCheck(_kem, output);

    [PlatformVectorFact(MlKem768.Name, MlKem768Vectors.EncapDecapFile)]
    public void ExpandedKey_AcvpVectors_RefusesTheBadOnes() =>
        MlKem768Vectors.DecapsulationKeyCheck<CryptographicException>(_kem, ImportExpanded, output);

    [PlatformVectorFact(MlKem768.Name)]
    public void Exchange_WithBouncyCastle_AgreesBothWays()
    {
        BouncyCastleMlKem768 other = new(new CountingEntropySource(3));
        for (int round = 0; round < 20; round++)
        {
            MlKem768Laws.RoundTrip(_kem, other);
            MlKem768Laws.RoundTrip(other, _kem);
        }
    }

    [PlatformVectorFact(MlKem768.Name)]
    public void Decapsulate_OneBitChanged_GivesAnotherSecret()
    {
        for (int bit = 0; bit < 8 * _kem.CiphertextSize; bit += 97)
        {
            MlKem768Laws.ImplicitRejection(_kem, bit);
        }
    }

    [PlatformVectorFact(MlKem768.Name)]
    public void EveryCall_WrongLength_IsRefused() => MlKem768Laws.WrongLengths(_kem);

    private static PlatformDecapsulationKey ImportExpanded(byte[] encoded) =>
        new(MLKem.ImportDecapsulationKey(MLKemAlgorithm.MLKem768, encoded));
}
