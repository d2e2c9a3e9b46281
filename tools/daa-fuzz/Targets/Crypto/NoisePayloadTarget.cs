using DaaCompute.Net.Crypto.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>A handshake's payload names a key, a signature and a few multiplexers, and says the same when encoded again.</summary>
[Decodes(typeof(NoiseHandshakePayload), nameof(NoiseHandshakePayload.TryDecode))]
internal sealed class NoisePayloadTarget : IFuzzTarget
{
    public string Name => "noise-payload";

    public AllocationLimit Limit { get; } = new(8, 4096, "The names of at most 16 multiplexers are strings, of up to 256 characters.");

    public IEnumerable<byte[]> Seeds() =>
    [
        NoiseHandshakePayload.Encode(new byte[36], new byte[64], [new("/yamux/1.0.0"), new("/mplex/6.7.0")]).ToArray(),
        NoiseHandshakePayload.Encode(new byte[36], new byte[64], []).ToArray(),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        bool isRead = NoiseHandshakePayload.TryDecode(input, out NoiseHandshakePayload payload);
        meter.Stop();
        if (!isRead)
        {
            return;
        }

        FuzzFindingException.Require(
            !payload.IdentityKey.IsEmpty && !payload.Signature.IsEmpty
                && payload.Multiplexers.Count <= NoiseHandshakePayload.MaxMultiplexers,
            "a payload lacks what every payload has");
        ReadOnlyMemory<byte> encoded =
            NoiseHandshakePayload.Encode(payload.IdentityKey, payload.Signature, payload.Multiplexers);
        FuzzFindingException.Require(
            NoiseHandshakePayload.TryDecode(encoded.Span, out NoiseHandshakePayload again)
                && again.IdentityKey.SequenceEqual(payload.IdentityKey)
                && again.Signature.SequenceEqual(payload.Signature)
                && again.Multiplexers.SequenceEqual(payload.Multiplexers),
            "what was read again differs");
    }
}
