using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Gossip.Wire;

/// <summary>Reads what a peer signed about its addresses.</summary>
/// <remarks>Source: libp2p/specs RFC 0003, in an envelope of RFC 0002.</remarks>
internal static class PeerRecord
{
    // As many as identify takes of a peer.
    private const int MaxAddresses = 16;

    private const string Domain = "libp2p-peer-record";
    private const int PeerIdField = 1;
    private const int AddressesField = 3;
    private const int MultiaddressField = 1;

    /// <summary>The multicodec <c>libp2p-peer-record</c>, as the envelope's payload type.</summary>
    private static ReadOnlySpan<byte> PayloadType => [0x03, 0x01];

    /// <summary>The peer and its addresses; null when it did not sign this.</summary>
    public static PeerInfo? Open(ISignedEnvelopes envelopes, ExchangedPeer exchanged)
    {
        if (!envelopes.TryOpen(Domain, exchanged.SignedRecord.Span, out SignedEnvelope? envelope)
            || !envelope.PayloadType.Span.SequenceEqual(PayloadType)
            || envelope.PublicKey.PeerId != exchanged.Peer)
        {
            return null;
        }

        PeerId? peer = null;
        ImmutableArray<Multiaddress>.Builder addresses = ImmutableArray.CreateBuilder<Multiaddress>();
        ProtobufReader reader = new(envelope.Payload.Span);
        while (reader.Read())
        {
            switch (reader.FieldNumber)
            {
                case PeerIdField:
                    PeerId.TryFromBytes(reader.Bytes, out peer);
                    break;
                case AddressesField when addresses.Count < MaxAddresses && AddressOf(reader.Bytes) is { } address:
                    addresses.Add(address);
                    break;
            }
        }

        return reader.IsMalformed || peer != exchanged.Peer || addresses.Count == 0
            ? null
            : new PeerInfo(peer, addresses.ToImmutable());
    }

    private static Multiaddress? AddressOf(ReadOnlySpan<byte> encoded)
    {
        Multiaddress? address = null;
        ProtobufReader reader = new(encoded);
        while (reader.Read())
        {
            if (reader.FieldNumber == MultiaddressField)
            {
                Multiaddress.TryDecode(reader.Bytes, out address);
            }
        }

        return reader.IsMalformed ? null : address;
    }
}
