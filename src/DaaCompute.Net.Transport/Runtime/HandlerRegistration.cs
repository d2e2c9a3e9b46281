namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Takes a handler away when disposed.</summary>
internal sealed class HandlerRegistration(ProtocolRouter router, IProtocolHandler handler) : IDisposable
{
    public void Dispose() => router.Remove(handler);
}
