using DaaCompute.Net.Crypto;
using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>
/// One message to one side at one step, behind a cipher that lets everything through: it is accepted and the handshake
/// goes on, or fails with its one exception and is over.
/// </summary>
/// <remarks>The first byte names the protocol and the step, the rest is the message.</remarks>
[Decodes(typeof(NoiseHandshake), nameof(NoiseHandshake.ReadMessage))]
[Decodes(typeof(HandshakeState), nameof(HandshakeState.ReadTokens))]
[Decodes(typeof(HandshakeState), nameof(HandshakeState.ReadPayload))]
internal sealed class NoiseHandshakeTarget : IFuzzTarget
{
    private static readonly OpenCipher Cipher = new();

    public string Name => "noise-handshake";

    public AllocationLimit Limit { get; } = AllocationLimit.None(
        "Key generation and encapsulation allocate some 60 KiB whatever the input; noise-payload measures the decoding.");

    public IEnumerable<byte[]> Seeds()
    {
        for (int protocol = 0; protocol < NoisePair.Protocols.Length; protocol++)
        {
            using NoisePair pair = new(NoisePair.Protocols[protocol], Cipher, acceptsAll: true);
            byte[] first = NoisePair.Write(pair.Initiator);
            pair.Responder.ReadMessage(first);
            byte[] second = NoisePair.Write(pair.Responder);
            pair.Initiator.ReadMessage(second);
            byte[] third = NoisePair.Write(pair.Initiator);
            yield return [(byte)protocol, .. first];
            yield return [(byte)(protocol + 3), .. second];
            yield return [(byte)(protocol + 6), .. third];
        }
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        using NoisePair pair = new(NoisePair.Protocols[input[0] % 3], Cipher, acceptsAll: true);
        int message = input[0] / 3 % 3;
        ISecureHandshake reader = pair.Awaiting(message);
        int maxLength = reader.MaxMessageLength;
        try
        {
            reader.ReadMessage(input[1..]);
            FuzzFindingException.Require(input.Length - 1 <= maxLength, "a message was read that is longer than it may be");
            if (reader.NextStep == SecureHandshakeStep.Write)
            {
                NoisePair.Write(reader);
            }

            if (reader.NextStep == SecureHandshakeStep.Complete)
            {
                using ISecureSession session = reader.Complete();
                FuzzFindingException.Require(
                    input.IndexOf(session.RemoteKey.Encoded.Span) >= 0 && session.RemoteKey.Type == pair.Alice.PublicKey.Type,
                    "the peer is one that the message does not name");
            }
        }
        catch (HandshakeException failure)
        {
            FuzzFindingException.Require(Enum.IsDefined(failure.Error), "a failure that is none");
            FuzzFindingException.Require(IsOver(reader), "a handshake goes on after it failed");
        }
    }

    private static bool IsOver(ISecureHandshake handshake)
    {
        try
        {
            handshake.ReadMessage([]);
            return false;
        }
        catch (Exception exception) when (exception is ObjectDisposedException or InvalidOperationException)
        {
            return true;
        }
    }
}
