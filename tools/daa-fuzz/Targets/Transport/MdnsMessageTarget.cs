using System.Net;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>A message of multicast DNS says the same when it is written again, compressed anew.</summary>
[Decodes(typeof(MdnsMessage), nameof(MdnsMessage.TryDecode))]
[Decodes(typeof(MdnsMessageReader), nameof(MdnsMessageReader.TryRead))]
internal sealed class MdnsMessageTarget : CodecTarget<MdnsMessage>
{
    private static readonly DnsName Service = DnsName.Parse("_p2p._udp.local");
    private static readonly DnsName Instance = Service.Prepend("0123456789abcdef0123456789abcdef");

    public override string Name => "mdns-message";

    public override AllocationLimit Limit { get; } = new(
        64, 400_000, "A pointer of two bytes stands for a whole name; a message's names have 2,048 labels at most, each a string.");

    public override IEnumerable<byte[]> Seeds()
    {
        string text = $"dnsaddr=/ip4/192.0.2.7/tcp/4001/p2p/{Samples.Key(PeerKeyType.MlDsa65, "mdns").PeerId}";
        yield return new MdnsMessage { Questions = [new DnsQuestion(Service, DnsType.Ptr, WantsUnicast: true)] }.Encode();
        yield return new MdnsMessage
        {
            Id = 7,
            IsResponse = true,
            Answers = [new DnsRecord(Service, DnsType.Ptr, 120, IsUnique: false, new DnsPointer(Instance))],
            Additionals =
            [
                new DnsRecord(Instance, DnsType.Txt, 120, IsUnique: true, new DnsText([text, string.Empty])),
                new DnsRecord(Instance, DnsType.Srv, 120, IsUnique: true, new DnsService(1, 2, 4001, DnsName.Parse("host.local"))),
                new DnsRecord(DnsName.Parse("HOST.local"), DnsType.A, 120, IsUnique: true, new DnsAddress(IPAddress.Loopback)),
                new DnsRecord(DnsName.Parse("host.local"), DnsType.Aaaa, 0, IsUnique: true, new DnsAddress(IPAddress.IPv6Loopback)),
                new DnsRecord(Service, (DnsType)47, 1, IsUnique: false, new DnsOpaque([1, 2, 3])),
            ],
        }.Encode();
    }

    protected override bool TryDecode(ReadOnlySpan<byte> input, out MdnsMessage? value) => MdnsMessage.TryDecode(input, out value);

    protected override byte[] Encode(MdnsMessage value) => value.Encode();

    protected override void Check(MdnsMessage value, ReadOnlySpan<byte> input)
    {
        FuzzFindingException.Require(
            value.Questions.Length + value.Answers.Length + value.Additionals.Length <= MdnsMessage.MaxRecords,
            "a message holds more than it may");
        foreach (DnsName name in value.Answers.Concat(value.Additionals).Select(record => record.Name))
        {
            FuzzFindingException.Require(
                name.Labels.Sum(label => label.Length + 1) < DnsName.MaxLength
                    && name.ToString().All(symbol => symbol is > ' ' and <= '~'),
                "a name is longer than a name may be, or no plain text");
        }
    }
}
