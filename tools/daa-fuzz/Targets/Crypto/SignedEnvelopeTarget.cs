using DaaCompute.Net.Crypto;
using DaaCompute.Net.Crypto.Envelopes;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>An envelope holds what its bytes hold, and opens only as it was sealed.</summary>
[Decodes(typeof(SignedEnvelopes), nameof(SignedEnvelopes.TryOpen))]
internal sealed class SignedEnvelopeTarget : IFuzzTarget
{
    private const string Domain = "fuzz";

    private static readonly HashIdentity Identity = new("envelope", PeerKeyType.Ed25519);
    private static readonly SignedEnvelopes Lenient = new(Identity, new HashVerifier(acceptsAll: true));
    private static readonly SignedEnvelopes Strict = new(Identity, new HashVerifier(acceptsAll: false));

    private static readonly byte[] PayloadType = [3, 1];
    private static readonly byte[] Payload = [1, 2, 3, 4, 5];

    public string Name => "signed-envelope";

    public AllocationLimit Limit { get; } = new(
        6, 4096, "What was signed is put together once more, and the key and the payload are copied out.");

    public IEnumerable<byte[]> Seeds() => [Strict.Seal(Domain, PayloadType, Payload), Strict.Seal(Domain, [], [])];

    public void Run(ReadOnlySpan<byte> input)
    {
        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        bool isRead = Lenient.TryOpen(Domain, input, out SignedEnvelope? read);
        meter.Stop();
        bool isProved = Strict.TryOpen(Domain, input, out SignedEnvelope? proved);
        FuzzFindingException.Require(isRead || !isProved, "a proved envelope is not read");
        if (isRead)
        {
            FuzzFindingException.Require(
                input.IndexOf(read!.Payload.Span) >= 0 && input.IndexOf(read.PayloadType.Span) >= 0,
                "an envelope holds what its bytes do not");
        }

        if (isProved && proved!.PublicKey.Equals(Identity.PublicKey))
        {
            FuzzFindingException.Require(
                proved.Payload.Span.SequenceEqual(proved.Payload.IsEmpty ? [] : Payload)
                    && proved.PayloadType.Span.SequenceEqual(proved.Payload.IsEmpty ? [] : PayloadType),
                "an envelope opens that nobody sealed");
        }
    }
}
