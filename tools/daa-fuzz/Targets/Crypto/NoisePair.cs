using System.Buffers;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Protocol;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>Both sides of a handshake, the same every time.</summary>
internal sealed class NoisePair : IDisposable
{
    public static readonly NoiseProtocol[] Protocols =
        [NoiseProtocol.PostQuantum, NoiseProtocol.Libp2p, NoiseProtocol.Libp2pHybrid];

    public static readonly ProtocolId[] Multiplexers = [new("/yamux/1.0.0")];

    public NoisePair(NoiseProtocol protocol, IAuthenticatedCipher cipher, bool acceptsAll)
    {
        Alice = new HashIdentity("alice", protocol.IdentityType);
        Bob = new HashIdentity("bob", protocol.IdentityType);
        HashVerifier verifier = new(acceptsAll);
        Initiator = Factory(protocol, cipher, verifier, Alice).CreateInitiator(expectedPeer: null, Multiplexers);
        Responder = Factory(protocol, cipher, verifier, Bob).CreateResponder(Multiplexers);
    }

    public HashIdentity Alice { get; }

    public HashIdentity Bob { get; }

    public ISecureHandshake Initiator { get; }

    public ISecureHandshake Responder { get; }

    public static byte[] Write(ISecureHandshake handshake)
    {
        ArrayBufferWriter<byte> output = new();
        handshake.WriteMessage(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The side that reads a message of this number, brought there by the other's true messages.</summary>
    public ISecureHandshake Awaiting(int message)
    {
        if (message > 0)
        {
            byte[] first = Write(Initiator);
            if (message == 1)
            {
                return Initiator;
            }

            Responder.ReadMessage(first);
            Write(Responder);
        }

        return Responder;
    }

    public void Dispose()
    {
        Initiator.Dispose();
        Responder.Dispose();
    }

    private static NoiseChannelFactory Factory(
        NoiseProtocol protocol, IAuthenticatedCipher cipher, HashVerifier verifier, HashIdentity identity)
    {
        SeededEntropy entropy = new(identity.PeerId.ToString());
        return new NoiseChannelFactory(
            protocol, new NoiseSuite(new BouncyCastleMlKem768(entropy), cipher, verifier, entropy), identity);
    }
}
