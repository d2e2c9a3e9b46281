using DaaCompute.Net.Dht.Wire;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Dht.Diagnostics;

/// <summary>Everything this package logs; event ids 3000 to 3999.</summary>
internal static partial class DhtLog
{
    [LoggerMessage(3000, LogLevel.Information, "The DHT's mode is {Mode}: {Reason}.")]
    public static partial void ModeChanged(ILogger logger, DhtMode mode, string reason);

    [LoggerMessage(3001, LogLevel.Debug, "{Peer} joined the routing table, which has {Count} peers now.")]
    public static partial void PeerAdded(ILogger logger, PeerId peer, int count);

    [LoggerMessage(3002, LogLevel.Debug, "{Peer} left the routing table: {Reason}.")]
    public static partial void PeerRemoved(ILogger logger, PeerId peer, string reason);

    [LoggerMessage(3003, LogLevel.Debug, "{Peer} did not answer {Request}: {Detail}")]
    public static partial void RequestFailed(ILogger logger, PeerId peer, KademliaMessageType request, string detail);

    [LoggerMessage(3004, LogLevel.Warning, "{Peer} broke the DHT's protocol: {Detail}")]
    public static partial void PeerMisbehaved(ILogger logger, PeerId peer, string detail);

    [LoggerMessage(
        3005, LogLevel.Debug, "A lookup ended after {Queries} requests and {Hops} hops with {Closest} peers, in {Duration}.")]
    public static partial void LookupEnded(ILogger logger, int queries, int hops, int closest, TimeSpan duration);

    [LoggerMessage(3006, LogLevel.Information, "The DHT is joined: the routing table has {Count} peers.")]
    public static partial void Bootstrapped(ILogger logger, int count);

    [LoggerMessage(3007, LogLevel.Debug, "Key {Key} was announced to {Count} peers.")]
    public static partial void Announced(ILogger logger, ContentKey key, int count);

    [LoggerMessage(3008, LogLevel.Warning, "Key {Key} could not be announced: no peer took it. It is tried again at {Due}.")]
    public static partial void AnnouncementFailed(ILogger logger, ContentKey key, DateTimeOffset due);

    [LoggerMessage(3009, LogLevel.Information, "{Peers} peers, {Providers} provider records and {Values} values were kept from before.")]
    public static partial void Restored(ILogger logger, int peers, int providers, int values);

    [LoggerMessage(3010, LogLevel.Error, "The DHT's state could not be saved or read; it goes on in memory.")]
    public static partial void StoreFailed(ILogger logger, Exception exception);

    [LoggerMessage(3011, LogLevel.Error, "Part {Part} of the DHT failed on an unexpected error.")]
    public static partial void TaskFailed(ILogger logger, Exception exception, string part);

    [LoggerMessage(3012, LogLevel.Debug, "{Peer} was refused for the routing table: too many of its address group are in it.")]
    public static partial void PeerRefused(ILogger logger, PeerId peer);

    [LoggerMessage(
        3014,
        LogLevel.Warning,
        "{Peer} has only addresses within its own site, so it is left out of the DHT, and others like it. A network within one site needs DaaCompute:Dht:AllowPrivateAddresses.")]
    public static partial void OnlyPrivateAddresses(ILogger logger, PeerId peer);

    [LoggerMessage(3013, LogLevel.Debug, "{Peer} makes too many requests; its stream is reset.")]
    public static partial void RequestsLimited(ILogger logger, PeerId peer);
}
