namespace DaaCompute.Net.Transport.Runtime;

/// <summary>The bounds of one secured link. Defaults are those of the options they come from.</summary>
internal sealed record LinkSettings
{
    /// <summary>The whole handshake, multiplexer included.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After this long, a handshake must keep to <see cref="HandshakeMinimumRate"/>.</summary>
    public TimeSpan HandshakeGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes per second a peer must deliver during a handshake, on average: Kestrel's minimum for request bodies.</summary>
    public int HandshakeMinimumRate { get; init; } = 240;

    /// <summary>How long a peer may take nothing of what is sent to it.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the round trip is measured; yamux's keep-alive interval.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a peer that owes an answer may be silent altogether. A busy peer that answers late is not silent.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the peer may leave its side open on a stream that this node is done with.</summary>
    public TimeSpan StreamLinger { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a goodbye may take.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The streams a peer may have open on the link.</summary>
    public int MaxInboundStreams { get; init; } = 256;

    /// <summary>The streams this node may have opened that the peer has not accepted; more wait. Yamux's accept backlog.</summary>
    public int MaxUnacknowledgedStreams { get; init; } = 256;

    /// <summary>The largest receive window of a stream, in bytes.</summary>
    public uint MaxStreamWindow { get; init; } = 16 * 1024 * 1024;
}
