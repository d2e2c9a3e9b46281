using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Transport.Diagnostics;

/// <summary>What discovery logs: event ids 2100 to 2199.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(2100, LogLevel.Debug, "Multicast DNS joined {Link}")]
    public static partial void MdnsLinkJoined(ILogger log, string link);

    [LoggerMessage(2101, LogLevel.Debug, "Multicast DNS cannot join {Link}: {Reason}")]
    public static partial void MdnsJoinFailed(ILogger log, string link, string reason);

    [LoggerMessage(2102, LogLevel.Debug, "Multicast DNS lost {Link}: {Reason}")]
    public static partial void MdnsLinkLost(ILogger log, string link, string reason);

    [LoggerMessage(2103, LogLevel.Debug, "Multicast DNS cannot send on {Link}: {Reason}")]
    public static partial void MdnsSendFailed(ILogger log, string link, string reason);

    [LoggerMessage(2110, LogLevel.Warning, "The rendezvous point {Point} failed; it is tried again in {Pause}: {Reason}")]
    public static partial void RendezvousFailed(ILogger log, Multiaddress point, TimeSpan pause, string reason);

    [LoggerMessage(2111, LogLevel.Debug, "The registration at {Point} was not taken back: {Reason}")]
    public static partial void RendezvousNotLeft(ILogger log, Multiaddress point, string reason);
}
