namespace DaaCompute.Net.Transport.Protocol;

/// <summary>The bounds of a yamux session.</summary>
/// <param name="MaxInboundStreams">Streams the peer may have open.</param>
/// <param name="MaxStreamWindow">The largest receive window, in bytes.</param>
internal sealed record YamuxLimits(int MaxInboundStreams, uint MaxStreamWindow);
