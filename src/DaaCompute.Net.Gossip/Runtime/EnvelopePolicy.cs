using System.Buffers;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>
/// This network's own signed messages: the data of an unsigned message is an envelope (RFC 0002) over topic, time and
/// payload.
/// </summary>
/// <remarks>
/// The topic is signed, so a message does not pass in another. The time is signed, so it does not pass again once it is
/// no longer known to have been seen. The envelope must be encoded in the one way this class encodes it: otherwise
/// anybody could turn one signed message into many by re-encoding it, each with an id of its own.
/// </remarks>
internal sealed class EnvelopePolicy(
    ISignedEnvelopes envelopes, TimeProvider time, TimeSpan maxClockSkew) : IMessagePolicy
{
    /// <summary>The domain that separates these signatures from all others.</summary>
    public const string Domain = "daa-gossip";

    private const int TopicField = 1;
    private const int StampField = 2;
    private const int DataField = 3;

    private readonly Lock _lock = new();
    private ulong _lastStamp;

    /// <summary>The envelope's payload type.</summary>
    public static ReadOnlySpan<byte> PayloadType => "/daa-compute/gossip/1"u8;

    public PubsubMessage Seal(string topic, ReadOnlyMemory<byte> data)
    {
        ArrayBufferWriter<byte> payload = new(data.Length + (4 * topic.Length) + 32);
        ProtobufWriter writer = new(payload);
        writer.WriteString(TopicField, topic);
        writer.WriteVarint(StampField, NextStamp());
        writer.WriteBytes(DataField, data.Span);
        return new PubsubMessage(topic) { Data = envelopes.Seal(Domain, PayloadType, payload.WrittenSpan) };
    }

    public InboundMessage? Identify(PubsubMessage message) => ContentId.Identify(message);

    public ValidationOutcome Open(InboundMessage message, PeerId from)
    {
        ReadOnlySpan<byte> data = message.Message.Data.GetValueOrDefault().Span;
        if (!IsCanonical(data)
            || !envelopes.TryOpen(Domain, data, out SignedEnvelope? envelope)
            || !envelope.PayloadType.Span.SequenceEqual(PayloadType)
            || !envelope.PublicKey.IsPostQuantum
            || !TryRead(envelope.Payload, message.Topic, out ulong stamp, out ReadOnlyMemory<byte> content))
        {
            return ValidationOutcome.Forged;
        }

        // Who forwards a late message need not be to blame for it.
        double age = (Microseconds(time.GetUtcNow()) - (double)stamp) / TimeSpan.MicrosecondsPerSecond;
        if (Math.Abs(age) > maxClockSkew.TotalSeconds)
        {
            return ValidationOutcome.Ignored;
        }

        message.Content = new GossipMessage(new Topic(message.Topic), envelope.PublicKey.PeerId, content, from)
        {
            IsPostQuantum = true,
        };
        return ValidationOutcome.Accepted;
    }

    /// <summary>Whether an envelope has its four fields in order, once each, minimally encoded, and nothing else.</summary>
    internal static bool IsCanonical(ReadOnlySpan<byte> envelope)
    {
        ReadOnlySpan<int> expected = [1, 2, 3, 5];
        int length = 0;
        int count = 0;
        ProtobufReader reader = new(envelope);
        while (reader.Read())
        {
            if (count == expected.Length
                || reader.FieldNumber != expected[count]
                || reader.WireType != ProtobufWireType.LengthDelimited)
            {
                return false;
            }

            length += ProtobufWriter.GetBytesLength(reader.FieldNumber, reader.Bytes.Length);
            count++;
        }

        return !reader.IsMalformed && count == expected.Length && length == envelope.Length;
    }

    private static ulong Microseconds(DateTimeOffset moment) =>
        (ulong)Math.Max(0, (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    private static bool TryRead(
        ReadOnlyMemory<byte> payload, string topic, out ulong stamp, out ReadOnlyMemory<byte> data)
    {
        stamp = 0;
        data = default;
        string? signedTopic = null;
        ProtobufReader reader = new(payload.Span);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case TopicField when !TopicText.TryRead(reader, out signedTopic):
                    return false;
                case StampField:
                    stamp = reader.Value;
                    break;
                case DataField when payload.Span.Overlaps(reader.Bytes, out int offset):
                    data = payload.Slice(offset, reader.Bytes.Length);
                    break;
            }
        }

        return !reader.IsMalformed && signedTopic == topic;
    }

    /// <summary>The time in microseconds, but never the same twice.</summary>
    private ulong NextStamp()
    {
        lock (_lock)
        {
            _lastStamp = Math.Max(_lastStamp + 1, Microseconds(time.GetUtcNow()));
            return _lastStamp;
        }
    }
}
