using System.Collections.Immutable;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>The protocols this node answers, and who answers them.</summary>
internal sealed class ProtocolRouter
{
    private readonly Lock _lock = new();
    private ImmutableSortedDictionary<string, IProtocolHandler> _handlers =
        ImmutableSortedDictionary.Create<string, IProtocolHandler>(StringComparer.Ordinal);

    /// <summary>Called after a protocol came or went.</summary>
    public Action? Changed { get; set; }

    /// <summary>The protocols, in the order of their names.</summary>
    public ImmutableArray<ProtocolId> Protocols => [.. _handlers.Values.Select(handler => handler.Protocol)];

    public IProtocolHandler? Find(ProtocolId protocol) => _handlers.GetValueOrDefault(protocol.Value);

    public IDisposable Add(IProtocolHandler handler)
    {
        lock (_lock)
        {
            if (_handlers.ContainsKey(handler.Protocol.Value))
            {
                throw new InvalidOperationException($"{handler.Protocol} has a handler already.");
            }

            _handlers = _handlers.Add(handler.Protocol.Value, handler);
        }

        Changed?.Invoke();
        return new HandlerRegistration(this, handler);
    }

    internal void Remove(IProtocolHandler handler)
    {
        lock (_lock)
        {
            if (Find(handler.Protocol) != handler)
            {
                return;
            }

            _handlers = _handlers.Remove(handler.Protocol.Value);
        }

        Changed?.Invoke();
    }
}
