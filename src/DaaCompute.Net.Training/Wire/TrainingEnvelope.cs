using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Training.Wire.Proto;
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

    private const int TraceIdSize = 16;

    // Field 10, wire type 2 (length-delimited): 10 << 3 | 2.
    private const byte SignatureTag = 0x52;

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
        DaaCompute.Net.Wire.UnsignedVarint.Write(encoded.AsSpan(unsigned + 1), (ulong)identity.SignatureSize);
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

        if (Parse(encoded) is not { } parsed || parsed.PayloadCase == TrainingMessage.PayloadOneofCase.None)
        {
            return EnvelopeError.Malformed;
        }

        ReadOnlySpan<byte> signature = parsed.SenderSignature.Span;
        int tail = 1 + CodedOutputStream.ComputeLengthSize(signature.Length) + signature.Length;
        bool isLast = signature.Length > 0
            && tail <= encoded.Length
            && encoded[^tail] == SignatureTag
            && encoded[^signature.Length..].SequenceEqual(signature)
            && Parse(encoded[..^tail]) is { SenderSignature.IsEmpty: true };
        if (!isLast || parsed.TraceId.Length is not (0 or TraceIdSize))
        {
            return EnvelopeError.Malformed;
        }

        if (!verifier.Verify(sender, encoded[..^tail], Context, signature))
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

    private static TrainingMessage? Parse(ReadOnlySpan<byte> encoded)
    {
        try
        {
            return TrainingMessage.Parser.ParseFrom(encoded);
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
