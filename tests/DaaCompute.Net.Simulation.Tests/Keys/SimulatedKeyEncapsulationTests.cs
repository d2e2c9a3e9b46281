using DaaCompute.Net.Crypto;
using DaaCompute.Net.Simulation.Keys;

namespace DaaCompute.Net.Simulation.Tests.Keys;

public sealed class SimulatedKeyEncapsulationTests
{
    private readonly SimulatedKeyEncapsulation _kem = new(new SeededEntropySource(1));

    [Fact]
    public void Decapsulate_Ciphertext_GivesTheSecretAndAnotherForAnotherBit()
    {
        using IDecapsulationKey key = _kem.GenerateKey();
        byte[] encoded = new byte[_kem.EncapsulationKeySize];
        key.ExportEncapsulationKey(encoded);
        using IEncapsulationKey peer = _kem.ImportEncapsulationKey(encoded);
        byte[] ciphertext = new byte[_kem.CiphertextSize];
        byte[] sent = new byte[_kem.SharedSecretSize];
        byte[] received = new byte[_kem.SharedSecretSize];

        peer.Encapsulate(ciphertext, sent);
        key.Decapsulate(ciphertext, received);
        Assert.Equal(sent, received);

        ciphertext[0] ^= 1;
        key.Decapsulate(ciphertext, received);
        Assert.NotEqual(sent, received);
    }

    [Fact]
    public void ImportEncapsulationKey_WrongLength_IsAnInvalidKey() =>
        Assert.Throws<InvalidKeyException>(() => _kem.ImportEncapsulationKey(new byte[10]));
}
