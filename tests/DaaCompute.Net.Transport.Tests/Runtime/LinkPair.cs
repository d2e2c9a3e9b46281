using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>Two multiplexed connections that lead to each other.</summary>
internal sealed class LinkPair : IAsyncDisposable
{
    public required IMultiplexedConnection Dialer { get; init; }

    public required IMultiplexedConnection Listener { get; init; }

    public required PipeTransportConnection DialerTransport { get; init; }

    public required PipeTransportConnection ListenerTransport { get; init; }

    public CountingMemoryScope DialerMemory { get; init; } = new();

    public CountingMemoryScope ListenerMemory { get; init; } = new();

    public static async Task<LinkPair> ConnectAsync(
        LinkSettings? settings = null,
        TimeProvider? timeProvider = null,
        CountingMemoryScope? listenerMemory = null,
        bool choosesEarly = true,
        int capacity = 64 * 1024)
    {
        settings ??= new LinkSettings();
        timeProvider ??= TimeProvider.System;
        CountingMemoryScope dialerMemory = new();
        listenerMemory ??= new CountingMemoryScope();
        (PipeTransportConnection near, PipeTransportConnection far) = PipeTransportConnection.CreatePair(capacity);
        PlainChannelFactory dialer = new(1, choosesEarly);
        PlainChannelFactory listener = new(2, choosesEarly);
        Task<IMultiplexedConnection> outbound = new ConnectionUpgrader([dialer], settings, timeProvider)
            .UpgradeOutboundAsync(near, listener.LocalKey.PeerId, dialerMemory, default).AsTask();
        Task<IMultiplexedConnection> inbound = new ConnectionUpgrader([listener], settings, timeProvider)
            .UpgradeInboundAsync(far, listenerMemory, default).AsTask();
        return new LinkPair
        {
            Dialer = await outbound,
            Listener = await inbound,
            DialerTransport = near,
            ListenerTransport = far,
            DialerMemory = dialerMemory,
            ListenerMemory = listenerMemory,
        };
    }

    /// <summary>A stream and its other end.</summary>
    public async Task<(IMultiplexedStream Near, IMultiplexedStream Far)> OpenAsync()
    {
        IMultiplexedStream near = await Dialer.OpenStreamAsync(default);
        await near.Output.WriteAsync(new byte[] { 0 });
        IMultiplexedStream far = (await Listener.AcceptStreamAsync(default))!;
        System.IO.Pipelines.ReadResult first = await far.Input.ReadAtLeastAsync(1);
        far.Input.AdvanceTo(first.Buffer.GetPosition(1));
        return (near, far);
    }

    public async ValueTask DisposeAsync()
    {
        await Dialer.DisposeAsync();
        await Listener.DisposeAsync();
    }
}
