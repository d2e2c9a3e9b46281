using DaaCompute.Net.Crypto.Envelopes;
using DaaCompute.Net.Fuzz.Targets.Crypto;
using DaaCompute.Net.Transport.Discovery;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>A record that a peer signed is of that peer, whoever passed it on.</summary>
[Decodes(typeof(SignedPeerRecord), nameof(SignedPeerRecord.TryOpen))]
internal sealed class SignedRecordTarget : IFuzzTarget
{
    private static readonly HashIdentity Peer = new("signer", PeerKeyType.Ed25519);
    private static readonly SignedEnvelopes Lenient = new(Peer, new HashVerifier(acceptsAll: true));
    private static readonly SignedEnvelopes Strict = new(Peer, new HashVerifier(acceptsAll: false));

    public string Name => "signed-record";

    public AllocationLimit Limit { get; } = new(
        32, 49152, "The envelope's parts are copied out, and at most 32 addresses kept, each an object with its text.");

    public IEnumerable<byte[]> Seeds()
    {
        byte[] payload = new PeerRecord(Peer.PeerId, 7, [.. Samples.Addresses]).Encode();
        return
        [
            Strict.Seal(PeerRecord.Domain, PeerRecord.PayloadType, payload),
            Strict.Seal(PeerRecord.Domain, PeerRecord.PayloadType, new PeerRecord(Samples.Key(PeerKeyType.Ed25519, "x").PeerId, 7, []).Encode()),
        ];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        bool isRead = SignedPeerRecord.TryOpen(Lenient, input, out PeerRecord? record);
        meter.Stop();
        FuzzFindingException.Require(
            !isRead || (input.IndexOf(record!.PeerId.Bytes.Span) >= 0 && record.Addresses.Length <= IdentifyMessage.MaxAddresses),
            "a record names a peer that its bytes do not");
        FuzzFindingException.Require(
            !SignedPeerRecord.TryOpen(Strict, input, out PeerRecord? proved)
                || (proved.PeerId == Peer.PeerId && proved.Sequence == 7 && proved.Addresses.Length == Samples.AddressTexts.Length),
            "a record was believed that nobody signed");
    }
}
