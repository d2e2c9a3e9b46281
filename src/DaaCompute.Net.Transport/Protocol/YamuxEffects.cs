namespace DaaCompute.Net.Transport.Protocol;

/// <summary>What a received yamux frame asks of the shell; several may hold at once, and are handled in this order.</summary>
[Flags]
internal enum YamuxEffects
{
    None = 0,

    /// <summary>The peer opened the stream.</summary>
    Opened = 1,

    /// <summary>The peer opened a stream that a limit refuses.</summary>
    Refused = 2,

    /// <summary>The peer accepted the stream.</summary>
    Acknowledged = 4,

    /// <summary>The stream may send more.</summary>
    Credited = 8,

    /// <summary>The frame's payload follows, for the stream or, where there is none, for nobody.</summary>
    Payload = 16,

    /// <summary>No more data will come on the stream, after the payload.</summary>
    Ended = 32,

    /// <summary>The peer reset the stream.</summary>
    Reset = 64,

    /// <summary>A ping wants its answer.</summary>
    Ping = 128,

    /// <summary>A ping of ours was answered.</summary>
    Pong = 256,

    /// <summary>The peer opens and accepts no more streams.</summary>
    GoAway = 512,
}
