using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>A message to or from a rendezvous point says the same when it is written again.</summary>
[Decodes(typeof(RendezvousMessage), nameof(RendezvousMessage.TryDecode))]
[Decodes(typeof(RendezvousFields), nameof(RendezvousFields.ReadRegister))]
[Decodes(typeof(RendezvousFields), nameof(RendezvousFields.ReadRegisterResponse))]
[Decodes(typeof(RendezvousFields), nameof(RendezvousFields.ReadUnregister))]
[Decodes(typeof(RendezvousFields), nameof(RendezvousFields.ReadDiscover))]
[Decodes(typeof(RendezvousFields), nameof(RendezvousFields.ReadDiscoverResponse))]
internal sealed class RendezvousTarget : CodecTarget<RendezvousMessage>
{
    public override string Name => "rendezvous";

    public override AllocationLimit Limit { get; } = new(
        4, 32768, "At most 100 registrations are kept, each an object with its namespace's text; a text is filtered once more.");

    public override IEnumerable<byte[]> Seeds()
    {
        RendezvousRegistration registration = new("daa/training", new byte[] { 1, 2, 3 }, 7200);
        return new RendezvousMessage[]
        {
            new RendezvousRegister(registration),
            new RendezvousRegisterResponse(RendezvousStatus.InvalidTimeToLive, "too long", 7200),
            new RendezvousUnregister("daa/training"),
            new RendezvousDiscover("daa/training", 10, new byte[] { 4, 5 }),
            new RendezvousDiscover(null, 0, default),
            new RendezvousDiscoverResponse(RendezvousStatus.Ok, null, [registration, registration with { TimeToLive = 0 }], new byte[] { 6 }),
        }.Select(Encode);
    }

    protected override bool TryDecode(ReadOnlySpan<byte> input, out RendezvousMessage? value) =>
        RendezvousMessage.TryDecode(input, out value);

    protected override byte[] Encode(RendezvousMessage value) => value.Encode();

    protected override void Check(RendezvousMessage value, ReadOnlySpan<byte> input)
    {
        if (value is RendezvousDiscoverResponse response)
        {
            FuzzFindingException.Require(
                response.Registrations.Length <= RendezvousMessage.MaxRegistrations && Enum.IsDefined(response.Status)
                    && (response.Text ?? string.Empty).All(symbol => !char.IsControl(symbol)),
                "an answer holds more than it may");
        }
    }
}
