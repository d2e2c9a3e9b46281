using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Diagnostics;

/// <summary>What the composition of a node logs; event ids 9000 to 9999.</summary>
internal static partial class NetworkLog
{
    [LoggerMessage(9000, LogLevel.Debug, "Layer {Layer}: starting {Service}")]
    public static partial void LayerStarting(this ILogger logger, NetworkLayer layer, string service);

    [LoggerMessage(9001, LogLevel.Debug, "Layer {Layer}: stopped {Service}")]
    public static partial void LayerStopped(this ILogger logger, NetworkLayer layer, string service);

    [LoggerMessage(9002, LogLevel.Warning, "Layer {Layer}: {Service} did not stop cleanly")]
    public static partial void LayerStopFailed(
        this ILogger logger, Exception exception, NetworkLayer layer, string service);

    [LoggerMessage(9003, LogLevel.Information, "Source {Source} found peer {Peer} with {Addresses} addresses")]
    public static partial void PeerFound(this ILogger logger, string source, PeerId peer, int addresses);

    [LoggerMessage(9004, LogLevel.Warning, "Source {Source} failed; it is begun again in {Pause}")]
    public static partial void PeerSourceFailed(this ILogger logger, Exception exception, string source, TimeSpan pause);
}
