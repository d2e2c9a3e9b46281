using DaaCompute.Net.Transport.InMemory;

namespace DaaCompute.Net.Transport;

/// <summary>
/// A network inside this process: nodes that share one object reach each other at <c>/memory/N</c>, without a socket.
/// </summary>
/// <remarks>Safe for concurrent use. For tests and for hosts that run several nodes in one process.</remarks>
public sealed class InMemoryNetwork
{
    /// <summary>Numbers that the network hands out itself start above those that people choose.</summary>
    private const ulong FirstOwnNumber = 1UL << 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, InMemoryTransportListener> _listeners = [];
    private ulong _nextNumber = FirstOwnNumber;

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

    internal void Remove(ulong number)
    {
        lock (_lock)
        {
            _listeners.Remove(number);
        }
    }
}
