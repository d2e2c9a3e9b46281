using System.Buffers;
using DaaCompute.Net.Crypto.Aead;
using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Protocol;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>A node that handshakes: the same name and seed make the same bytes every time.</summary>
internal sealed class NoiseNode
{
    public static readonly ProtocolId Yamux = new("/yamux/1.0.0");
    public static readonly ProtocolId Mplex = new("/mplex/6.7.0");

    public static IAuthenticatedCipher Cipher { get; } = new ChaCha20Poly1305Cipher();

    private readonly NoiseProtocol _protocol;

    public NoiseNode(NoiseProtocol protocol, string name, Action<byte[]>? spoil = null)
    {
        _protocol = protocol;
        Identity = new FakeIdentity(name, protocol.IdentityType) { Spoil = spoil };
    }

    public FakeIdentity Identity { get; }

    public PeerId PeerId => Identity.PeerId;

    public ISecureHandshake Dial(PeerId? expected = null, string seed = "dial", params ProtocolId[] multiplexers) =>
        Factory(seed).CreateInitiator(expected, multiplexers);

    public ISecureHandshake Accept(string seed = "accept", params ProtocolId[] multiplexers) =>
        Factory(seed).CreateResponder(multiplexers);

    public static NoiseSuite Suite(IEntropySource entropy) =>
        new(new BouncyCastleMlKem768(entropy), Cipher, new FakeVerifier(), entropy);

    public static byte[] Write(ISecureHandshake handshake)
    {
        int limit = handshake.MaxMessageLength;
        ArrayBufferWriter<byte> output = new();
        handshake.WriteMessage(output);
        Assert.InRange(output.WrittenCount, 1, limit);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Runs a whole handshake and returns its three messages.</summary>
    public static byte[][] Run(ISecureHandshake initiator, ISecureHandshake responder)
    {
        byte[] first = Write(initiator);
        responder.ReadMessage(first);
        byte[] second = Write(responder);
        initiator.ReadMessage(second);
        byte[] third = Write(initiator);
        responder.ReadMessage(third);
        return [first, second, third];
    }

    private NoiseChannelFactory Factory(string seed) => new(_protocol, Suite(new StreamEntropy(seed)), Identity);
}
