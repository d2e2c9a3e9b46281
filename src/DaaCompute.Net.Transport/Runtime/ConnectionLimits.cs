using System.Net;
using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Hands out places within the node's limits.</summary>
internal sealed class ConnectionLimits
{
    private readonly Lock _lock = new();
    private readonly ConnectionAdmission _admission;
    private readonly ResourceLimitOptions _limits;
    private readonly MemoryScope _memory;
    private readonly TimeProvider _time;
    private readonly long _start;

    public ConnectionLimits(TransportOptions options, TimeProvider time)
    {
        _limits = options.Limits;
        _time = time;
        _start = time.GetTimestamp();
        long machineMemory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        _memory = new MemoryScope(SystemLimits.Memory(_limits, machineMemory));
        _admission = new ConnectionAdmission(
            _limits, SystemLimits.Connections(_limits, machineMemory), [.. AllowedNetworks(options)]);
    }

    public int HalfOpen
    {
        get
        {
            lock (_lock)
            {
                return _admission.HalfOpen;
            }
        }
    }

    /// <summary>A place for a connection that this node dials.</summary>
    /// <exception cref="ResourceLimitException">There is none.</exception>
    public ConnectionLease AcquireOutbound()
    {
        lock (_lock)
        {
            return _admission.TryAdmitOutbound(out AdmissionTicket? ticket, out AdmissionRefusal? refusal)
                ? NewLease(ticket)
                : throw refusal.ToException();
        }
    }

    /// <summary>A place for a connection that was accepted, or the limit that stands in its way.</summary>
    /// <param name="remote">Where it comes from.</param>
    /// <param name="evict">Called when another handshake takes its place. Must not block.</param>
    /// <param name="refusal">The limit, when the result is null.</param>
    public ConnectionLease? TryAcquireInbound(Multiaddress remote, Action evict, out AdmissionRefusal? refusal)
    {
        lock (_lock)
        {
            if (!_admission.TryAdmitInbound(remote, _time.GetElapsedTime(_start), out AdmissionTicket? ticket, out refusal))
            {
                return null;
            }

            ticket.Evict = evict;
            return NewLease(ticket);
        }
    }

    public MemoryScope CreatePeerMemory() => new(_limits.PeerMemory);

    internal void EndHandshake(AdmissionTicket ticket)
    {
        lock (_lock)
        {
            _admission.EndHandshake(ticket);
        }
    }

    internal void Release(AdmissionTicket ticket)
    {
        lock (_lock)
        {
            _admission.Release(ticket);
        }
    }

    private static IEnumerable<IPNetwork> AllowedNetworks(TransportOptions options)
    {
        foreach (string entry in options.Limits.AllowList)
        {
            yield return IPNetwork.TryParse(entry, out IPNetwork network) ? network : Single(IPAddress.Parse(entry));
        }

        foreach (string entry in options.Discovery.BootstrapNodes)
        {
            // A bootstrap node on this machine must not lift the limits for everything else on it.
            if (Multiaddress.Parse(entry).ToIPEndPoint() is IPEndPoint endPoint && !IPAddress.IsLoopback(endPoint.Address))
            {
                yield return Single(endPoint.Address);
            }
        }
    }

    private static IPNetwork Single(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);

    private ConnectionLease NewLease(AdmissionTicket ticket) =>
        new(this, ticket, new ConnectionMemory(_limits.ConnectionMemory, _memory));
}
