using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Transport.Diagnostics;

/// <summary>What the transport layer logs: event ids 2000 to 2999.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(2000, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(ILogger log, Multiaddress address);

    [LoggerMessage(2001, LogLevel.Warning, "Accepting on {Address} failed; trying again in {Pause}: {Reason}")]
    public static partial void AcceptFailed(ILogger log, Multiaddress address, TimeSpan pause, string reason);

    [LoggerMessage(2002, LogLevel.Debug, "Refused a connection from {Address}: {Reason}")]
    public static partial void ConnectionRefused(ILogger log, Multiaddress address, string reason);

    [LoggerMessage(2003, LogLevel.Debug, "The handshake with {Address} failed: {Reason}")]
    public static partial void InboundHandshakeFailed(ILogger log, Multiaddress address, string reason);

    [LoggerMessage(2004, LogLevel.Information, "Connected to {Peer} at {Address} (outbound {IsOutbound}, security {Security}, post-quantum {IsPostQuantum})")]
    public static partial void PeerConnected(
        ILogger log, PeerId peer, Multiaddress address, bool isOutbound, ProtocolId security, bool isPostQuantum);

    [LoggerMessage(2005, LogLevel.Information, "Disconnected from {Peer}: {Reason}")]
    public static partial void PeerDisconnected(ILogger log, PeerId peer, string? reason);

    [LoggerMessage(2006, LogLevel.Debug, "A spare link to {Peer} (outbound {IsOutbound}, {Streams} streams) is drained")]
    public static partial void LinkDraining(ILogger log, PeerId peer, bool isOutbound, int streams);

    [LoggerMessage(2007, LogLevel.Debug, "Dialling {Peer} failed: {Reason}")]
    public static partial void DialFailed(ILogger log, PeerId? peer, string reason);

    [LoggerMessage(2008, LogLevel.Debug, "A stream of {Peer} agreed on no protocol: {Reason}")]
    public static partial void NegotiationFailed(ILogger log, PeerId peer, string reason);

    [LoggerMessage(2009, LogLevel.Warning, "A stream of {Peer} was refused. {Reason}")]
    public static partial void StreamRefused(ILogger log, PeerId peer, string reason);

    [LoggerMessage(2010, LogLevel.Debug, "The handler of {Protocol} failed for {Peer}")]
    public static partial void HandlerFailed(ILogger log, ProtocolId protocol, PeerId peer, Exception exception);

    [LoggerMessage(2011, LogLevel.Debug, "Identified {Peer}: {Agent}, role {Role}")]
    public static partial void Identified(ILogger log, PeerId peer, string? agent, NodeRole role);

    [LoggerMessage(2012, LogLevel.Debug, "Identify with {Peer} failed: {Reason}")]
    public static partial void IdentifyFailed(ILogger log, PeerId peer, string reason);

    [LoggerMessage(2013, LogLevel.Warning, "{Peer} is disconnected for breaking a rule: {Reason}")]
    public static partial void PeerMisbehaved(ILogger log, PeerId peer, string reason);

    [LoggerMessage(2014, LogLevel.Debug, "The connection to {Peer} is closed: there are more than MaxPeers")]
    public static partial void PeerPruned(ILogger log, PeerId peer);

    [LoggerMessage(2015, LogLevel.Debug, "The link to {Peer} is renewed after {Age} and {Bytes} bytes")]
    public static partial void LinkRenewed(ILogger log, PeerId peer, TimeSpan age, long bytes);

    [LoggerMessage(2016, LogLevel.Warning, "The bootstrap node {Address} cannot be reached: {Reason}")]
    public static partial void BootstrapFailed(ILogger log, Multiaddress address, string reason);

    [LoggerMessage(2017, LogLevel.Warning, "The identify message would exceed {Limit} bytes: it is sent without its signed record, and with fewer protocols if need be")]
    public static partial void IdentifyCut(ILogger log, int limit);

    [LoggerMessage(2018, LogLevel.Error, "Background work '{Name}' failed unexpectedly")]
    public static partial void BackgroundTaskFailed(ILogger log, string name, Exception exception);

    [LoggerMessage(2021, LogLevel.Debug, "{Peer} sent its record {Sequence}, which is older than the last: it is not taken")]
    public static partial void RecordOutdated(ILogger log, PeerId peer, ulong sequence);

    [LoggerMessage(2020, LogLevel.Debug, "Asking the network for addresses of {Peer} failed: {Reason}")]
    public static partial void SearchFailed(ILogger log, PeerId peer, string reason);

    [LoggerMessage(2019, LogLevel.Warning, "The time to stop is over; {Count} connections are cut")]
    public static partial void StopCutShort(ILogger log, int count);

    [LoggerMessage(2080, LogLevel.Information, "{Count} peers of earlier runs are known")]
    public static partial void StoredPeersLoaded(ILogger log, int count);

    [LoggerMessage(2081, LogLevel.Warning, "Peers of earlier runs cannot be read; the node goes on without them: {Reason}")]
    public static partial void StoredPeersUnreadable(ILogger log, string reason);

    [LoggerMessage(2082, LogLevel.Warning, "What changed about peers cannot be written; it is tried again later: {Reason}")]
    public static partial void StoredPeersUnwritable(ILogger log, string reason);
}
