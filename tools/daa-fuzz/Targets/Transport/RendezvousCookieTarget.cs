using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>A cookie is good for one namespace of one run of a rendezvous point, and has one form.</summary>
[Decodes(typeof(RendezvousCookie), nameof(RendezvousCookie.TryRead))]
internal sealed class RendezvousCookieTarget : CodecTarget<ulong>
{
    private const ulong Epoch = 7;
    private const string Namespace = "daa/training";

    public override string Name => "rendezvous-cookie";

    protected override bool IsCanonical => true;

    public override IEnumerable<byte[]> Seeds() => [Encode(42), RendezvousCookie.Write(Epoch, null, 42), new byte[RendezvousCookie.Length]];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out ulong value) =>
        RendezvousCookie.TryRead(input, Epoch, Namespace, out value);

    protected override byte[] Encode(ulong value) => RendezvousCookie.Write(Epoch, Namespace, value);

    protected override void Check(ulong value, ReadOnlySpan<byte> input) => FuzzFindingException.Require(
        !RendezvousCookie.TryRead(input, Epoch + 1, Namespace, out _) && !RendezvousCookie.TryRead(input, Epoch, null, out _),
        "a cookie is good for another run or namespace");
}
