using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>
/// Says which connections may begin their handshake: limits in all, per address and per network, and a rate per address.
/// </summary>
/// <remarks>
/// When every place for handshakes is taken, the oldest of the address that holds the most gives way: an honest handshake
/// is over in milliseconds, so what is old belongs to whoever hoards. Not safe for concurrent use.
/// </remarks>
internal sealed class ConnectionAdmission(ResourceLimitOptions limits, int maxConnections, IReadOnlyList<IPNetwork> allowList)
{
    /// <summary>Addresses remembered for their rate alone; beyond, the longest known idle ones are forgotten.</summary>
    private const int MaxAddresses = 16_384;

    private readonly Dictionary<AddressPrefix, LinkedListNode<AddressUsage>> _usage = [];
    private readonly LinkedList<AddressUsage> _byLastUse = new();
    private readonly LinkedList<AdmissionTicket> _halfOpen = new();

    public int Connections { get; private set; }

    public int HalfOpen => _halfOpen.Count;

    /// <summary>How many addresses it remembers.</summary>
    public int Addresses => _usage.Count;

    /// <summary>Admits a connection that this node dials: it counts against the total alone.</summary>
    public bool TryAdmitOutbound(
        [NotNullWhen(true)] out AdmissionTicket? ticket, [NotNullWhen(false)] out AdmissionRefusal? refusal)
    {
        ticket = null;
        refusal = Connections >= maxConnections ? new("connections", maxConnections, "Connections") : null;
        if (refusal is not null)
        {
            return false;
        }

        Connections++;
        ticket = new AdmissionTicket(null, null, isHalfOpen: false);
        return true;
    }

    /// <summary>Admits a connection that was accepted; the ticket of another handshake may be evicted for it.</summary>
    public bool TryAdmitInbound(
        Multiaddress remote,
        TimeSpan now,
        [NotNullWhen(true)] out AdmissionTicket? ticket,
        [NotNullWhen(false)] out AdmissionRefusal? refusal)
    {
        ticket = null;
        IPAddress? address = remote.ToIPEndPoint()?.Address;
        bool counted = address is not null && !allowList.Any(network => network.Contains(address));
        AddressUsage? host = counted ? Use(AddressPrefix.Host(address!), now) : null;
        AddressUsage? network = counted && AddressPrefix.Network(address!) is AddressPrefix site ? Use(site, now) : null;
        bool isLimited = counted && (limits.LimitLoopback || !IPAddress.IsLoopback(address!));
        refusal = Refuse(host, network, isLimited, now);
        if (refusal is not null)
        {
            return false;
        }

        if (_halfOpen.Count >= limits.HalfOpenHandshakes)
        {
            EvictOldestOfBusiest();
        }

        Connections++;
        Count(host, 1);
        Count(network, 1);
        ticket = new AdmissionTicket(host, network, isHalfOpen: true);
        host?.HalfOpen += 1;
        _halfOpen.AddLast(ticket);
        return true;
    }

    /// <summary>Frees the place for handshakes: this one is over.</summary>
    public void EndHandshake(AdmissionTicket ticket)
    {
        if (ticket.IsHalfOpen)
        {
            ticket.IsHalfOpen = false;
            ticket.Host?.HalfOpen -= 1;
            _halfOpen.Remove(ticket);
        }
    }

    /// <summary>Frees everything: the connection is gone. Later calls do nothing.</summary>
    public void Release(AdmissionTicket ticket)
    {
        if (!ticket.IsReleased)
        {
            EndHandshake(ticket);
            ticket.IsReleased = true;
            Connections--;
            Count(ticket.Host, -1);
            Count(ticket.Network, -1);
        }
    }

    private static void Count(AddressUsage? usage, int change)
    {
        usage?.Connections += change;
    }

    private AdmissionRefusal? Refuse(AddressUsage? host, AddressUsage? network, bool isLimited, TimeSpan now)
    {
        // The rate comes last, so that a connection refused for another reason takes no token.
        return Connections >= maxConnections ? new("connections", maxConnections, "Connections")
            : host?.HalfOpen >= limits.AddressHalfOpenHandshakes
                ? new("half-open handshakes of an address", limits.AddressHalfOpenHandshakes, "AddressHalfOpenHandshakes")
            : isLimited && host!.Connections >= limits.AddressConnections
                ? new("connections of an address", limits.AddressConnections, "AddressConnections")
            : isLimited && network?.Connections >= limits.NetworkConnections
                ? new("connections of an IPv6 /48", limits.NetworkConnections, "NetworkConnections")
            : isLimited && !host!.TryTakeHandshake(now)
                ? new("handshakes that an address begins at once", limits.AddressHandshakeBurst, "AddressHandshakeBurst")
            : null;
    }

    private void EvictOldestOfBusiest()
    {
        AdmissionTicket victim = _halfOpen.First!.Value;
        foreach (AdmissionTicket candidate in _halfOpen)
        {
            victim = (candidate.Host?.HalfOpen ?? 0) > (victim.Host?.HalfOpen ?? 0) ? candidate : victim;
        }

        // Its connection is released by whoever holds the ticket; its place is free now.
        EndHandshake(victim);
        victim.Evict?.Invoke();
    }

    private AddressUsage Use(AddressPrefix prefix, TimeSpan now)
    {
        if (_usage.TryGetValue(prefix, out LinkedListNode<AddressUsage>? node))
        {
            _byLastUse.Remove(node);
            _byLastUse.AddLast(node);
            return node.Value;
        }

        while (_usage.Count >= MaxAddresses && FirstForgettable(now) is LinkedListNode<AddressUsage> idle)
        {
            _byLastUse.Remove(idle);
            _usage.Remove(idle.Value.Prefix);
        }

        TokenBucket bucket = new(limits.AddressHandshakesPerSecond, limits.AddressHandshakeBurst, now);
        node = _byLastUse.AddLast(new AddressUsage(prefix, bucket));
        _usage.Add(prefix, node);
        return node.Value;
    }

    /// <summary>The longest unused address without connections; one whose rate is still remembered only if there is no other.</summary>
    private LinkedListNode<AddressUsage>? FirstForgettable(TimeSpan now)
    {
        LinkedListNode<AddressUsage>? unconnected = null;
        int looked = 0;
        for (LinkedListNode<AddressUsage>? node = _byLastUse.First; node is not null && looked++ < 64; node = node.Next)
        {
            if (node.Value.IsIdle(now))
            {
                return node;
            }

            unconnected ??= node.Value is { Connections: 0, HalfOpen: 0 } ? node : null;
        }

        return unconnected;
    }
}
