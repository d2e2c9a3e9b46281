using System.Collections.Immutable;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>A peer that this node has met, as it is kept between runs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LastSeen">When it was last connected.</param>
/// <param name="Addresses">Where it may be reached, best first.</param>
internal sealed record KnownPeer(PeerId Id, DateTimeOffset LastSeen, ImmutableArray<KnownAddress> Addresses)
{
    /// <summary>Half of what identify tells of one peer: the best are enough to find it again.</summary>
    public const int MaxAddresses = 16;

    public NodeRole Role { get; init; }

    public NodeCapabilities Capabilities { get; init; }

    public ReadOnlyMemory<byte> SignedRecord { get; init; }

    public ulong RecordSequence { get; init; }

    /// <summary>What a meeting adds to what was known, or to nothing.</summary>
    /// <param name="known">What was known, or null.</param>
    /// <param name="met">The peer as it described itself.</param>
    /// <param name="dialled">Where this node reached it; null when the peer came by itself.</param>
    /// <param name="now">When.</param>
    public static KnownPeer Meet(KnownPeer? known, PeerInfo met, Multiaddress? dialled, DateTimeOffset now)
    {
        // A record that is older than the one at hand says what once was; a peer that gives none says what is.
        bool isOutdated = met.RecordSequence != 0 && met.RecordSequence < known?.RecordSequence;
        AddressSource source = met.RecordSequence == 0 ? AddressSource.Told : AddressSource.Signed;
        List<KnownAddress> addresses = [];
        if (dialled?.WithoutPeer() is Multiaddress reached)
        {
            addresses.Add(new KnownAddress(reached, AddressSource.Dialled, now));
        }

        IEnumerable<KnownAddress> told = isOutdated
            ? known!.Addresses
            : met.Addresses.Select(address => address.WithoutPeer()).OfType<Multiaddress>()
                .Select(address => new KnownAddress(address, source, LastSuccess: null))
                .Concat(known?.Addresses.Where(address => address.LastSuccess is not null) ?? []);
        foreach (KnownAddress address in told)
        {
            int index = addresses.FindIndex(other => other.Address.Equals(address.Address));
            if (index < 0)
            {
                addresses.Add(address);
            }
            else if (addresses[index].LastSuccess is null || addresses[index].LastSuccess < address.LastSuccess)
            {
                addresses[index] = addresses[index] with { LastSuccess = address.LastSuccess };
            }
        }

        bool keepsRecord = isOutdated || (met.RecordSequence == 0 && known is not null);
        return new KnownPeer(met.Id, now, [.. addresses.OrderByDescending(address => address.LastSuccess).Take(MaxAddresses)])
        {
            Role = met.Role,
            Capabilities = met.Capabilities,
            SignedRecord = keepsRecord ? known!.SignedRecord : met.SignedRecord,
            RecordSequence = keepsRecord ? known!.RecordSequence : met.RecordSequence,
        };
    }

    public PeerInfo ToPeerInfo() => new(Id, [.. Addresses.Select(known => known.Address)])
    {
        Role = Role,
        Capabilities = Capabilities,
        SignedRecord = SignedRecord,
        RecordSequence = RecordSequence,
    };
}
