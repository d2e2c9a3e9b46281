using DaaCompute.Net.Crypto;
using DaaCompute.Net.Crypto.Aead;
using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>Someone between the two sides edits their messages: both agree on the same channel, or one refuses.</summary>
/// <remarks>The first byte names the protocol; the rest is an <see cref="EditScript"/> over the three messages.</remarks>
[Decodes(typeof(NoiseHandshake), nameof(NoiseHandshake.ReadMessage))]
internal sealed class NoiseTamperTarget : IFuzzTarget
{
    private static readonly ChaCha20Poly1305Cipher Cipher = new();

    public string Name => "noise-tamper";

    public AllocationLimit Limit { get; } = AllocationLimit.None("Two whole handshakes allocate far more than their messages.");

    public IEnumerable<byte[]> Seeds() => [[0], [1, 0, 0, 0, 1], [2, 1, 40, 0, 128], [0, 2, 0, 4, 1], [1, 9, 0, 0, 0]];

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        using NoisePair pair = new(NoisePair.Protocols[input[0] % 3], Cipher, acceptsAll: false);
        bool isChanged = false;
        try
        {
            isChanged |= Pass(pair.Initiator, pair.Responder, input[1..], 0);
            isChanged |= Pass(pair.Responder, pair.Initiator, input[1..], 1);
            isChanged |= Pass(pair.Initiator, pair.Responder, input[1..], 2);
        }
        catch (HandshakeException)
        {
            return;
        }

        using ISecureSession alice = pair.Initiator.Complete();
        using ISecureSession bob = pair.Responder.Complete();
        FuzzFindingException.Require(!isChanged, "a changed handshake was accepted by both sides");
        FuzzFindingException.Require(
            alice.ChannelBinding.Span.SequenceEqual(bob.ChannelBinding.Span)
                && alice.RemoteKey.Equals(pair.Bob.PublicKey)
                && bob.RemoteKey.Equals(pair.Alice.PublicKey)
                && alice.Multiplexer == bob.Multiplexer,
            "the two sides disagree on their channel");
    }

    private static bool Pass(ISecureHandshake from, ISecureHandshake to, ReadOnlySpan<byte> script, int message)
    {
        byte[] sent = NoisePair.Write(from);
        byte[] arrived = EditScript.Apply(script, message, NoiseProtocol.MessageCount, sent);
        to.ReadMessage(arrived);
        return !arrived.AsSpan().SequenceEqual(sent);
    }
}
