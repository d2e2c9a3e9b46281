using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>A connection's place within the limits; disposing it gives the place back.</summary>
internal sealed class ConnectionLease(ConnectionLimits limits, AdmissionTicket ticket, ConnectionMemory memory) : IDisposable
{
    public ConnectionMemory Memory => memory;

    public void EndHandshake() => limits.EndHandshake(ticket);

    public void Dispose() => limits.Release(ticket);
}
