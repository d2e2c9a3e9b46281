using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Training.Wire.Proto;
using DaaCompute.Net.Wire;
using Google.Protobuf;

namespace DaaCompute.Net.Training.Wire;

/// <summary>The specification's <c>TrainingMessage</c>: encoded, signed, read and verified.</summary>
/// <remarks>
/// What is signed is the encoding of the message without field 10, byte for byte; field 10 follows it as the last
/// field. A reader therefore needs no second encoding to agree on: it cuts the signature off the end and verifies what
/// is left. The FIPS 204 context is <c>daa-training/1</c>.
/// </remarks>
internal sealed class TrainingEnvelope(
    INodeIdentity identity, ISignatureVerifier verifier, TimeProvider time, TimeSpan maxClockSkew)
{
    /// <summary>The specification's limit on a control frame: 1 MiB.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>The most layers that one update names: some hundred tensors in each of a hundred blocks.</summary>
    public const int MaxLayers = 16_384;

    private const int TraceIdSize = 16;

    // Field 10, wire type 2 (length-delimited): 10 << 3 | 2.
    private const byte SignatureTag = 0x52;

    // What a later version adds is covered by the signature, and otherwise not kept.
    private static readonly MessageParser<TrainingMessage> Messages = TrainingMessage.Parser.WithDiscardUnknownFields(true);

    private static ReadOnlySpan<byte> Context => "daa-training/1"u8;

    /// <summary>Stamps, signs and encodes a message; its time, trace id and signature are set here.</summary>
    /// <exception cref="ArgumentException">
    /// The message holds no payload or is longer than <see cref="MaxLength"/>.
    /// </exception>
    public byte[] Seal(TrainingMessage message)
    {
        if (message.PayloadCase == TrainingMessage.PayloadOneofCase.None)
        {
            throw new ArgumentException("A training message needs a payload.", nameof(message));
        }

        message.SenderSignature = ByteString.Empty;
        message.Timestamp = (ulong)Math.Max(0, time.GetUtcNow().ToUnixTimeMilliseconds());
        message.TraceId = CurrentTraceId();
        int unsigned = message.CalculateSize();
        int tail = 1 + CodedOutputStream.ComputeLengthSize(identity.SignatureSize) + identity.SignatureSize;
        if (unsigned > MaxLength - tail)
        {
            throw new ArgumentException(
                $"A training message of {unsigned} bytes is too long; large payloads go out of band.", nameof(message));
        }

        byte[] encoded = new byte[unsigned + tail];
        message.WriteTo(encoded.AsSpan(0, unsigned));
        encoded[unsigned] = SignatureTag;
        UnsignedVarint.Write(encoded.AsSpan(unsigned + 1), (ulong)identity.SignatureSize);
        identity.Sign(encoded.AsSpan(0, unsigned), Context, encoded.AsSpan(encoded.Length - identity.SignatureSize));
        return encoded;
    }

    /// <summary>Reads a message of a known sender; the time is checked after the signature.</summary>
    public EnvelopeError Open(
        ReadOnlySpan<byte> encoded, PeerPublicKey sender, [NotNullWhen(true)] out TrainingMessage? message)
    {
        message = null;
        if (encoded.Length > MaxLength)
        {
            return EnvelopeError.TooLong;
        }

        if (!TryFindSignature(encoded, out ReadOnlySpan<byte> signed, out ReadOnlySpan<byte> signature)
            || Parse(encoded) is not { } parsed
            || parsed.PayloadCase == TrainingMessage.PayloadOneofCase.None
            || parsed.TraceId.Length is not (0 or TraceIdSize))
        {
            return EnvelopeError.Malformed;
        }

        if (!verifier.Verify(sender, signed, Context, signature))
        {
            return EnvelopeError.WrongSignature;
        }

        if (!IsWithinSkew(parsed.Timestamp))
        {
            return EnvelopeError.ClockSkew;
        }

        message = parsed;
        return EnvelopeError.None;
    }

    /// <summary>
    /// Starts the receiver's activity as part of the sender's trace; null when nobody listens or none was sent.
    /// </summary>
    public static Activity? StartActivity(ActivitySource source, TrainingMessage message)
    {
        if (message.TraceId.Length != TraceIdSize || message.TraceId.Span.IndexOfAnyExcept((byte)0) < 0)
        {
            return source.StartActivity("training.receive", ActivityKind.Consumer);
        }

        // The message names the trace, not the span that sent it: a span id made of the trace's first bytes stands in.
        var trace = ActivityTraceId.CreateFromBytes(message.TraceId.Span);
        var span = ActivitySpanId.CreateFromBytes(message.TraceId.Span[..8]);
        var parent = new ActivityContext(trace, span, ActivityTraceFlags.Recorded, traceState: null, isRemote: true);
        return source.StartActivity(
            ActivityKind.Consumer, parent, tags: null, links: [new ActivityLink(parent)], name: "training.receive");
    }

    private static ByteString CurrentTraceId()
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity)
        {
            return ByteString.Empty;
        }

        Span<byte> bytes = stackalloc byte[TraceIdSize];
        activity.TraceId.CopyTo(bytes);
        return ByteString.CopyFrom(bytes);
    }

    /// <summary>Cuts the signature off the end. A payload, and every other field, comes once.</summary>
    private static bool TryFindSignature(
        ReadOnlySpan<byte> encoded, out ReadOnlySpan<byte> signed, out ReadOnlySpan<byte> signature)
    {
        signed = default;
        signature = default;
        int seen = 0;
        int last = 0;
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            last = reader.FieldNumber;
            int bit = last <= TrainingMessage.VoteFieldNumber ? 1 : last < 32 ? 1 << last : 0;
            if ((seen & bit) != 0
                || (last == TrainingMessage.GradientUpdateFieldNumber
                    && FieldCount.Of(reader.Bytes, GradientUpdate.AffectedLayersFieldNumber) > MaxLayers))
            {
                return false;
            }

            seen |= bit;
            signature = reader.Bytes;
        }

        int tail = 1 + CodedOutputStream.ComputeLengthSize(signature.Length) + signature.Length;
        if (reader.IsMalformed
            || last != TrainingMessage.SenderSignatureFieldNumber
            || signature.IsEmpty
            || encoded[^tail] != SignatureTag)
        {
            return false;
        }

        signed = encoded[..^tail];
        return true;
    }

    private static TrainingMessage? Parse(ReadOnlySpan<byte> encoded)
    {
        try
        {
            return Messages.ParseFrom(encoded);
        }
        catch (InvalidProtocolBufferException)
        {
            // The caller reports it as malformed; protobuf tells it only by throwing.
            return null;
        }
    }

    private bool IsWithinSkew(ulong timestamp)
    {
        double now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return Math.Abs(timestamp - now) <= maxClockSkew.TotalMilliseconds;
    }
}
