using DaaCompute.Net.Crypto.Protocol;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>Known answers: the Noise community's vectors for XX, and the libp2p draft's for XXhfs.</summary>
public sealed class NoiseVectorTests
{
    [Fact]
    public void XX_CacophonyVector_MatchesEveryMessageAndTheHash()
    {
        const string name = "Noise_XX_25519_ChaChaPoly_SHA256";
        byte[] prologue = Hex("4a6f686e2047616c74");
        using HandshakeState initiator = new(name.Ascii(), true, Listed(
            Hex("893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a"),
            Hex("e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1")), prologue);
        using HandshakeState responder = new(name.Ascii(), false, Listed(
            Hex("bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b"),
            Hex("4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893")), prologue);

        Assert.Equal(
            "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c79444c756477696720766f6e204d69736573",
            Exchange(initiator, responder, NoiseProtocol.Libp2p, 0, "4c756477696720766f6e204d69736573"));
        Assert.Equal(
            "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f14480884381cbad1f276e038c48378ffce2b65285"
            + "e08d6b68aaa3629a5a8639392490e5b9bd5269c2f1e4f488ed8831161f19b7815528f8982ffe09be9b5c412f8a0db50f"
            + "8814c7194e83f23dbd8d162c9326ad",
            Exchange(responder, initiator, NoiseProtocol.Libp2p, 1, "4d757272617920526f746862617264"));
        Assert.Equal(
            "c7195ffacac1307ff99046f219750fc47693e23c3cb08b89c2af808b444850a80ae475b9df0f169ae80a89be0865b57f"
            + "58c9fea0d4ec82a286427402f113e4b6ae769a1d95941d49b25030",
            Exchange(initiator, responder, NoiseProtocol.Libp2p, 2, "462e20412e20486179656b"));
        Assert.Equal(
            "c8e5f64e846193be2a834104c2a009868d6c9f3bd3c186299888b488b2f1f58e",
            Convert.ToHexStringLower(initiator.Hash));

        (CipherState sender, CipherState receiver) = responder.Split();
        Assert.Equal(
            "96763ed773f8e47bb3712f0e29b3060ffc956ffc146cee53d5e1df",
            Seal(receiver, "4361726c204d656e676572"));
        Assert.Equal(
            "3e40f15f6f3a46ae446b253bf8b1d9ffb6ed9b174d272328ff91a7e2e5c79c07f5",
            Seal(sender, "4a65616e2d426170746973746520536179"));
        Assert.Equal(
            "eb3f3515110702e047a6c9da4478b6ead94873c11c0f2d710ddb3f09fce024b3a58502ae3f",
            Seal(receiver, "457567656e2042f6686d20766f6e2042617765726b"));
    }

    [Fact]
    public void XXhfs_Libp2pDraftVector1_MatchesTheHashAndTheLastMessage()
    {
        using HandshakeState initiator = new(NoiseProtocol.Libp2pHybrid.Name.Ascii(), true, Listed(
            Repeat(0x13, 32),
            Repeat(0x15, 64),
            Repeat(0x11, 32)));
        using HandshakeState responder = new(NoiseProtocol.Libp2pHybrid.Name.Ascii(), false, Listed(
            Repeat(0x14, 32),
            Repeat(0x16, 32),
            Repeat(0x12, 32)));

        string first = Exchange(initiator, responder, NoiseProtocol.Libp2pHybrid, 0, string.Empty);
        string second = Exchange(responder, initiator, NoiseProtocol.Libp2pHybrid, 1, string.Empty);
        string third = Exchange(initiator, responder, NoiseProtocol.Libp2pHybrid, 2, string.Empty);

        Assert.Equal(1216 * 2, first.Length);
        Assert.StartsWith("197fc2c567dc03ee2aadf0ed86681dac24daa76e83ca555875dd3be7376e5306b989c17f78bdfc62", first, StringComparison.Ordinal);
        Assert.Equal(1200 * 2, second.Length);
        Assert.StartsWith("18a6f8c1a7fddf22bd410138f79f7298cd38d1d0a542d4266d556be8609d886271fa9be2c46cc471", second, StringComparison.Ordinal);
        Assert.EndsWith("25996a8ccd5817136db7d3b7ade97ee11b11eb2c6f61b2efc01f62", second, StringComparison.Ordinal);
        Assert.Equal(
            "ecee945a65a96f34fdaf116d3c70727852b0a25eb350bf72bb088f21cb374ba50c973fdc4ea63d2065ac9ff9fb347f07"
            + "00dcf7ec3bb3a3c01f84290c6d8931aa",
            third);

        // All three messages are mixed into the hash, so it vouches for the bytes between those shown.
        Assert.Equal(
            "b5a3c9854777aa5dad0a633c769bcc6662713f20f14e0371e4bfd253e1869eef",
            Convert.ToHexStringLower(initiator.Hash));
        Assert.Equal(Convert.ToHexString(initiator.Hash), Convert.ToHexString(responder.Hash));
    }

    [Fact]
    public void Split_Libp2pDraftVector1_MatchesBothKeys()
    {
        using HandshakeState initiator = new(NoiseProtocol.Libp2pHybrid.Name.Ascii(), true, Listed(
            Repeat(0x13, 32),
            Repeat(0x15, 64),
            Repeat(0x11, 32)));
        using HandshakeState responder = new(NoiseProtocol.Libp2pHybrid.Name.Ascii(), false, Listed(
            Repeat(0x14, 32),
            Repeat(0x16, 32),
            Repeat(0x12, 32)));
        for (int message = 0; message < NoiseProtocol.MessageCount; message++)
        {
            (HandshakeState from, HandshakeState to) = message == 1 ? (responder, initiator) : (initiator, responder);
            Exchange(from, to, NoiseProtocol.Libp2pHybrid, message, string.Empty);
        }

        (CipherState first, CipherState second) = initiator.Split();
        Assert.Equal(SealWith("0a825d67cbf14170dcccf6f5c54d50f46a9a23541122654f5bec41ef0a5657e5"), Seal(first, "00"));
        Assert.Equal(SealWith("f8546817671a440fd8df45b26fd6b45ebbf39e4207455ca12bc6d56ac0b35ebc"), Seal(second, "00"));
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);

    private static byte[] Repeat(byte value, int count) => [.. Enumerable.Repeat(value, count)];

    private static NoiseSuite Listed(params byte[][] keys) => NoiseNode.Suite(new ListedEntropy(keys));

    private static string SealWith(string key)
    {
        CipherState cipher = new(NoiseNode.Cipher);
        cipher.InitializeKey(Hex(key));
        return Seal(cipher, "00");
    }

    private static string Seal(CipherState cipher, string plaintext)
    {
        byte[] record = [.. Hex(plaintext), .. new byte[CipherState.TagSize]];
        cipher.Encrypt(default, record.AsSpan(0, record.Length - CipherState.TagSize), record);
        return Convert.ToHexStringLower(record);
    }

    private static string Exchange(HandshakeState from, HandshakeState to, NoiseProtocol protocol, int message, string payload)
    {
        byte[] buffer = new byte[4096];
        int length = from.WriteTokens(protocol.TokensOf(message), buffer);
        length += from.WritePayload(Hex(payload), buffer.AsSpan(length));
        ReadOnlySpan<byte> wire = buffer.AsSpan(0, length);
        int read = to.ReadTokens(protocol.TokensOf(message), wire);
        byte[] opened = new byte[wire.Length - read - to.PayloadOverhead];
        to.ReadPayload(wire[read..], opened);
        Assert.Equal(payload, Convert.ToHexStringLower(opened));
        return Convert.ToHexStringLower(wire);
    }
}
