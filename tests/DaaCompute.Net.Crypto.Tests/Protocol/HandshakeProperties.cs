using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Crypto.Wire;
using DaaCompute.Net.Transport;
using FsCheck.Xunit;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

public sealed class HandshakeProperties
{
    private static readonly RecordedHandshake[] Recorded =
        [.. NoiseProtocolNames.Protocols.Select(protocol => new RecordedHandshake(protocol.Id.Value))];

    [Property(MaxTest = 300)]
    public void ReadMessage_Noise_OnlyThrowsHandshakeException(byte which, byte step, ushort length, int seed)
    {
        RecordedHandshake recorded = Recorded[which % Recorded.Length];
        using ISecureHandshake reader = recorded.Awaiting(step % 3);
        byte[] noise = new byte[length % (reader.MaxMessageLength + 2)];
        new StreamEntropy($"noise {seed}").Fill(noise);
        ReadOnlySpan<byte> message = noise;

        // The first message of /noise is any 32 bytes: the answer is what nobody can read.
        bool isAnyKey = step % 3 == 0 && noise.Length == 32 && recorded.Messages[0].Length == 32;
        try
        {
            reader.ReadMessage(message);
            Assert.True(isAnyKey);
        }
        catch (HandshakeException failure)
        {
            Assert.False(isAnyKey);
            Assert.True(Enum.IsDefined(failure.Error));
        }
    }

    [Property(MaxTest = 500)]
    public void Payload_Noise_IsDecodedOrRefusedButNeverThrows(byte[] noise)
    {
        if (NoiseHandshakePayload.TryDecode(noise, out NoiseHandshakePayload payload))
        {
            Assert.False(payload.IdentityKey.IsEmpty);
            Assert.False(payload.Signature.IsEmpty);
            Assert.InRange(payload.Multiplexers.Count, 0, NoiseHandshakePayload.MaxMultiplexers);
        }
    }

    [Property(MaxTest = 200)]
    public void Payload_EncodedThenChanged_IsDecodedOrRefusedButNeverThrows(ushort position, byte value, byte cut)
    {
        byte[] encoded = NoiseHandshakePayload.Encode(new byte[40], new byte[64], [NoiseNode.Yamux, NoiseNode.Mplex]).ToArray();
        encoded[position % encoded.Length] = value;
        NoiseHandshakePayload.TryDecode(encoded.AsSpan(0, encoded.Length - (cut % encoded.Length)), out _);
    }

    [Property(MaxTest = 100)]
    public void Records_OfAnyLengths_RoundTripInOrder(ushort[] lengths, int seed)
    {
        (ISecureSession alice, ISecureSession bob) = NoiseSessionTests.Establish(NoiseProtocol.PostQuantum);
        StreamEntropy entropy = new($"records {seed}");
        foreach (ushort length in lengths)
        {
            byte[] plaintext = new byte[length % (ISecureSession.MaxPlaintextLength + 1)];
            entropy.Fill(plaintext);
            byte[] record = [.. plaintext, .. new byte[ISecureSession.TagSize]];
            alice.Seal(record);
            Assert.Equal(plaintext.Length, bob.Open(record));
            Assert.Equal(plaintext, record[..plaintext.Length]);
        }

        Assert.Equal(lengths.Length, alice.RecordsSealed);
    }
}
