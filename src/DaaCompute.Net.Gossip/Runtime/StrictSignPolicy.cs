using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>libp2p's StrictSign: author, counter and signature are fields of the message.</summary>
/// <remarks>Source: libp2p/specs pubsub, "Message Signing". The signature covers <c>libp2p-pubsub:</c> and the message without signature and key.</remarks>
internal sealed class StrictSignPolicy(
    INodeIdentity identity, ISignatureVerifier verifier, TimeProvider time, SignedMessageIdForm idForm) : IMessagePolicy
{
    private const int SequenceLength = sizeof(ulong);

    private readonly Lock _lock = new();
    private ulong _lastSequence;

    private static ReadOnlySpan<byte> Prefix => "libp2p-pubsub:"u8;

    public PubsubMessage Seal(string topic, ReadOnlyMemory<byte> data)
    {
        byte[] sequence = new byte[SequenceLength];
        BinaryPrimitives.WriteUInt64BigEndian(sequence, NextSequence());
        PubsubMessage unsigned = new(topic)
        {
            From = identity.PeerId.Bytes,
            Data = data.ToArray(),
            Sequence = sequence,
        };
        byte[] signature = new byte[identity.SignatureSize];
        identity.Sign(SignedBytes(unsigned), context: [], signature);
        return unsigned with
        {
            Signature = signature,
            Key = identity.PeerId.InlinePublicKey is null ? identity.PublicKey.Encoded : default(ReadOnlyMemory<byte>?),
        };
    }

    public InboundMessage? Identify(PubsubMessage message)
    {
        if (message.From is not { } from
            || message.Signature is null
            || message.Sequence is not { Length: SequenceLength } sequence
            || KeyOf(message, from) is not { } key)
        {
            return null;
        }

        ReadOnlyMemory<byte> author = idForm == SignedMessageIdForm.PublicKey ? key.Encoded : from;
        byte[] id = [.. author.Span, .. sequence.Span];
        return new InboundMessage(message, new MessageId(id), new MessageId(SHA256.HashData(message.Frame.Span)));
    }

    public ValidationOutcome Open(InboundMessage message, PeerId from)
    {
        PubsubMessage signed = message.Message;
        if (KeyOf(signed, signed.From.GetValueOrDefault()) is not { } key
            || !verifier.Verify(key, SignedBytes(signed), context: [], signed.Signature.GetValueOrDefault().Span))
        {
            return ValidationOutcome.Forged;
        }

        message.Content = new GossipMessage(
            new Topic(message.Topic), key.PeerId, signed.Data.GetValueOrDefault(), from)
        {
            IsPostQuantum = key.IsPostQuantum,
        };
        return ValidationOutcome.Accepted;
    }

    /// <summary>The author's key: the message's own, or the one in its peer id. Null when they do not fit.</summary>
    private static PeerPublicKey? KeyOf(PubsubMessage message, ReadOnlyMemory<byte> from)
    {
        if (!PeerId.TryFromBytes(from.Span, out PeerId? author))
        {
            return null;
        }

        if (message.Key is not { } encoded)
        {
            return author.InlinePublicKey;
        }

        return PeerPublicKey.TryDecode(encoded.Span, out PeerPublicKey? key) && key.PeerId == author ? key : null;
    }

    private static ReadOnlySpan<byte> SignedBytes(PubsubMessage message)
    {
        ArrayBufferWriter<byte> output = new(Prefix.Length + message.DataLength + 512);
        output.Write(Prefix);
        GossipEncoder.WriteSigned(output, message);
        return output.WrittenSpan;
    }

    /// <summary>Nanoseconds of the time, but never the same twice: it grows over restarts too, as go-libp2p's does.</summary>
    private ulong NextSequence()
    {
        lock (_lock)
        {
            ulong nanoseconds = (ulong)(time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
            _lastSequence = Math.Max(_lastSequence + 1, nanoseconds);
            return _lastSequence;
        }
    }
}
