using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Gossip.Diagnostics;

/// <summary>Everything this package logs; event ids 4000 to 4999.</summary>
internal static partial class GossipLog
{
    [LoggerMessage(4000, LogLevel.Debug, "{Peer} takes part in gossip by {Protocol}.")]
    public static partial void PeerAdded(ILogger logger, PeerId peer, ProtocolId protocol);

    [LoggerMessage(4001, LogLevel.Debug, "{Peer} no longer takes part in gossip: {Reason}")]
    public static partial void PeerRemoved(ILogger logger, PeerId peer, string reason);

    [LoggerMessage(4002, LogLevel.Warning, "{Peer} broke the gossip protocol: {Detail}")]
    public static partial void ProtocolViolated(ILogger logger, PeerId peer, string detail);

    [LoggerMessage(4003, LogLevel.Debug, "A message in {Topic} from {Peer} was dropped: {Outcome}.")]
    public static partial void MessageDropped(ILogger logger, string topic, PeerId peer, string outcome);

    [LoggerMessage(4004, LogLevel.Error, "A validator of {Topic} failed; the message is ignored.")]
    public static partial void ValidatorFailed(ILogger logger, Exception exception, string topic);

    [LoggerMessage(4005, LogLevel.Information, "Subscribed to {Topic}.")]
    public static partial void Joined(ILogger logger, string topic);

    [LoggerMessage(4006, LogLevel.Information, "No longer subscribed to {Topic}.")]
    public static partial void Left(ILogger logger, string topic);

    [LoggerMessage(4007, LogLevel.Debug, "{Peer}, named by peer exchange, is dialled.")]
    public static partial void ExchangedPeerDialled(ILogger logger, PeerId peer);

    [LoggerMessage(4008, LogLevel.Debug, "{Peer}, named by peer exchange, is of no use: {Reason}")]
    public static partial void ExchangedPeerRefused(ILogger logger, PeerId peer, string reason);

    [LoggerMessage(
        4009,
        LogLevel.Debug,
        "{Peer} is classical and takes no part in gossip; the setting is DaaCompute:Gossip:AllowClassicalPeers.")]
    public static partial void ClassicalPeerLeftOut(ILogger logger, PeerId peer);

    [LoggerMessage(4010, LogLevel.Error, "The host's reputation of {Peer} failed; it counts as 0.")]
    public static partial void ReputationFailed(ILogger logger, Exception exception, PeerId peer);
}
