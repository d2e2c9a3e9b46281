using System.Collections.Immutable;
using System.Globalization;
using DaaCompute.Net.Dht.Wire;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Answers other peers' requests from the routing table and the records.</summary>
/// <remarks>Source: libp2p/specs kad-dht, "RPC messages".</remarks>
/// <param name="self">This node.</param>
/// <param name="table">The routing table.</param>
/// <param name="providers">The provider records.</param>
/// <param name="values">The values.</param>
/// <param name="validators">The rules for values.</param>
/// <param name="closest">k.</param>
/// <param name="allowPrivate">Whether addresses that only this site can dial are taken in and told.</param>
internal sealed class RequestResponder(
    PeerId self,
    RoutingTable table,
    ProviderRecords providers,
    ValueRecords values,
    RecordValidators validators,
    int closest,
    bool allowPrivate)
{
    /// <summary>The provider records of one answer: with addresses some 20 KiB, and more than anyone dials.</summary>
    public const int MaxProvidersPerAnswer = 100;

    private readonly List<TableEntry> _found = [];

    /// <summary>Answers a request.</summary>
    /// <param name="from">Who asks.</param>
    /// <param name="request">The request.</param>
    /// <param name="ownName">What the asker knows this node by.</param>
    /// <param name="lookUp">What this node knows of a peer that it is connected to; null for others.</param>
    /// <param name="now">The time.</param>
    /// <param name="answer">The answer; null where the protocol has none.</param>
    /// <returns>False when the request breaks the protocol's rules; the stream is then reset.</returns>
    public bool TryAnswer(
        PeerId from,
        KademliaMessage request,
        PeerId ownName,
        Func<PeerId, PeerInfo?> lookUp,
        DateTimeOffset now,
        out KademliaMessage? answer)
    {
        answer = null;
        if (request.Type == KademliaMessageType.Ping)
        {
            answer = new KademliaMessage(KademliaMessageType.Ping) { Key = request.Key };
            return true;
        }

        if (request.Key.IsEmpty)
        {
            return false;
        }

        ContentKey key = new(request.Key.Span);
        switch (request.Type)
        {
            case KademliaMessageType.FindNode:
                answer = FindNode(from, request.Key, lookUp);
                return true;
            case KademliaMessageType.GetProviders when Multihash.IsValid(request.Key.Span):
                answer = GetProviders(from, key, ownName, now);
                return true;
            case KademliaMessageType.AddProvider when Multihash.IsValid(request.Key.Span):
                AddProvider(from, key, request, lookUp, now);
                return true;
            case KademliaMessageType.GetValue:
                answer = GetValue(from, key, now);
                return true;
            case KademliaMessageType.PutValue:
                answer = PutValue(from, key, request.Record, now);
                return answer is not null;
            default:
                return false;
        }
    }

    /// <summary>A record as it goes over the wire.</summary>
    public static KademliaRecord ToRecord(ContentKey key, ReadOnlyMemory<byte> value, DateTimeOffset received) => new(
        key.Bytes, value, received.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture));

    private KademliaMessage FindNode(PeerId from, ReadOnlyMemory<byte> key, Func<PeerId, PeerInfo?> lookUp)
    {
        // A peer that is looked for by its id comes first, a client that is connected here included.
        ImmutableArray<KademliaPeer> found = Closer(KademliaKey.Of(key.Span), from);
        if (PeerId.TryFromBytes(key.Span, out PeerId? wanted)
            && wanted != from
            && found.All(peer => peer.Id != wanted)
            && lookUp(wanted) is PeerInfo known
            && AddressReach.Select(known.Addresses, allowPrivate) is { IsEmpty: false } addresses)
        {
            found = found.Insert(0, new KademliaPeer(wanted, addresses, ConnectionKind.Connected));
        }

        return new KademliaMessage(KademliaMessageType.FindNode) { CloserPeers = found };
    }

    private KademliaMessage GetProviders(PeerId from, ContentKey key, PeerId ownName, DateTimeOffset now) =>
        new(KademliaMessageType.GetProviders)
        {
            Key = key.Bytes,
            CloserPeers = Closer(KademliaKey.Of(key.Bytes.Span), from),
            ProviderPeers =
            [
                .. providers.Find(key, MaxProvidersPerAnswer, now)
                    .Select(record => new KademliaPeer(
                        record.Provider == self ? ownName : record.Provider,
                        AddressReach.Select(record.Addresses, allowPrivate))),
            ],
        };

    private void AddProvider(
        PeerId from, ContentKey key, KademliaMessage request, Func<PeerId, PeerInfo?> lookUp, DateTimeOffset now)
    {
        // A peer speaks for itself alone; what it says of others is not even read.
        if (request.ProviderPeers.FirstOrDefault(peer => peer.Id == from) is KademliaPeer provider)
        {
            ImmutableArray<Multiaddress> addresses = AddressReach.Select(provider.Addresses, allowPrivate);
            providers.Add(
                key,
                from,
                addresses.IsEmpty ? AddressReach.Select(lookUp(from)?.Addresses ?? [], allowPrivate) : addresses,
                now);
        }
    }

    private KademliaMessage GetValue(PeerId from, ContentKey key, DateTimeOffset now)
    {
        // A value that was valid when it came may have been stored under older rules: what is told is checked again.
        ValueRecord? record = values.Find(key, now);
        return new KademliaMessage(KademliaMessageType.GetValue)
        {
            Key = key.Bytes,
            Record = record is not null && validators.IsValid(key, record.Value.Span)
                ? ToRecord(key, record.Value, record.Received)
                : null,
            CloserPeers = Closer(KademliaKey.Of(key.Bytes.Span), from),
        };
    }

    /// <summary>Null when the value is refused; the better value when a better one is here.</summary>
    private KademliaMessage? PutValue(PeerId from, ContentKey key, KademliaRecord? record, DateTimeOffset now) =>
        record is not null
        && record.Key.Span.SequenceEqual(key.Bytes.Span)
        && validators.IsValid(key, record.Value.Span)
        && values.Put(key, record.Value, from, now) is ValueRecord kept
            ? new KademliaMessage(KademliaMessageType.PutValue)
            {
                Key = key.Bytes,
                Record = ToRecord(key, kept.Value, kept.Received),
            }
            : null;

    private ImmutableArray<KademliaPeer> Closer(KademliaKey target, PeerId asker)
    {
        // One more than k, for the asker may be among them and needs no word of itself.
        _found.Clear();
        table.FindClosest(target, closest + 1, _found);
        ImmutableArray<KademliaPeer>.Builder peers = ImmutableArray.CreateBuilder<KademliaPeer>(closest);
        foreach (TableEntry entry in _found)
        {
            ImmutableArray<Multiaddress> addresses = AddressReach.Select(entry.Addresses, allowPrivate);
            if (entry.Id != asker && entry.Id != self && !addresses.IsEmpty && peers.Count < closest)
            {
                peers.Add(new KademliaPeer(entry.Id, addresses, ConnectionKind.CanConnect));
            }
        }

        return peers.DrainToImmutable();
    }
}
