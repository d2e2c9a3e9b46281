using DaaCompute.Net.Crypto.Envelopes;
using DaaCompute.Net.Fuzz.Targets.Crypto;
using DaaCompute.Net.Gossip.Wire;
using PeerRecord = DaaCompute.Net.Gossip.Wire.PeerRecord;
using TransportRecord = DaaCompute.Net.Transport.Wire.PeerRecord;

namespace DaaCompute.Net.Fuzz.Targets.Gossip;

/// <summary>A record that came with a PRUNE names the peer it was exchanged for, or is none.</summary>
[Decodes(typeof(PeerRecord), nameof(PeerRecord.Open))]
internal sealed class ExchangedRecordTarget : IFuzzTarget
{
    private static readonly HashIdentity Peer = new("exchanged", PeerKeyType.Ed25519);
    private static readonly SignedEnvelopes Envelopes = new(Peer, new HashVerifier(acceptsAll: true));

    public string Name => "exchanged-record";

    public AllocationLimit Limit { get; } = new(
        32, 32768, "The envelope's parts are copied out, and at most 16 addresses kept, each an object with its text.");

    public IEnumerable<byte[]> Seeds()
    {
        byte[] payload = new TransportRecord(Peer.PeerId, 7, [.. Samples.Addresses]).Encode();
        return [Envelopes.Seal(TransportRecord.Domain, TransportRecord.PayloadType, payload)];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        ExchangedPeer exchanged = new(Peer.PeerId, input.ToArray());
        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        PeerInfo? info = PeerRecord.Open(Envelopes, exchanged);
        meter.Stop();
        FuzzFindingException.Require(
            info is null || (info.Id == Peer.PeerId && info.Addresses.Length > 0), "a record names another peer, or nothing");
    }
}
