using System.Net;
using DaaCompute.Net.Transport.InMemory;

namespace DaaCompute.Net.Transport;

/// <summary>
/// A network inside this process: nodes that share one object reach each other at <c>/memory/N</c>, without a socket,
/// and are on one link for multicast DNS.
/// </summary>
/// <remarks>Safe for concurrent use. For tests and for hosts that run several nodes in one process.</remarks>
public sealed class InMemoryNetwork
{
    /// <summary>Numbers that the network hands out itself start above those that people choose.</summary>
    private const ulong FirstOwnNumber = 1UL << 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, InMemoryTransportListener> _listeners = [];
    private readonly List<InMemoryMulticastLink> _links = [];
    private ulong _nextNumber = FirstOwnNumber;
    private int _nextHost = 1;

    internal static Multiaddress AddressOf(ulong number) => Multiaddress.Parse(string.Create(null, $"/memory/{number}"));

    internal InMemoryTransportListener Listen(ulong number)
    {
        lock (_lock)
        {
            number = number == 0 ? _nextNumber++ : number;
            InMemoryTransportListener listener = new(this, number);
            return _listeners.TryAdd(number, listener)
                ? listener
                : throw new TransportException($"Cannot listen on {listener.LocalAddress}: the address is in use.");
        }
    }

    internal InMemoryTransportConnection Dial(ulong number)
    {
        InMemoryTransportListener? listener;
        Multiaddress local;
        lock (_lock)
        {
            _listeners.TryGetValue(number, out listener);
            local = AddressOf(_nextNumber++);
        }

        Multiaddress remote = AddressOf(number);
        (InMemoryTransportConnection near, InMemoryTransportConnection far) =
            InMemoryTransportConnection.CreatePair(local, remote);
        return listener?.TryEnqueue(far) == true
            ? near
            : throw new TransportException($"Cannot reach {remote}: nobody listens there, or too many wait already.");
    }

    internal InMemoryMulticastLink Join()
    {
        lock (_lock)
        {
            // Addresses of 10.0.0.0/8, which nobody dials: they only tell the senders apart.
            int host = _nextHost++ & 0xFFFFFF;
            IPAddress address = new([10, (byte)(host >> 16), (byte)(host >> 8), (byte)host]);
            InMemoryMulticastLink link = new(this, new IPEndPoint(address, 5353));
            _links.Add(link);
            return link;
        }
    }

    internal void Leave(InMemoryMulticastLink link)
    {
        lock (_lock)
        {
            _links.Remove(link);
        }
    }

    /// <summary>Delivers a datagram to every link, its sender's too as sockets do, or to one.</summary>
    internal void Multicast(byte[] bytes, IPEndPoint source, IPEndPoint? destination)
    {
        InMemoryMulticastLink[] receivers;
        lock (_lock)
        {
            receivers = [.. _links.Where(link => destination is null || link.Self.Equals(destination))];
        }

        foreach (InMemoryMulticastLink receiver in receivers)
        {
            receiver.Deliver(bytes, source);
        }
    }

    internal void Remove(ulong number)
    {
        lock (_lock)
        {
            _listeners.Remove(number);
        }
    }
}
