namespace DaaCompute.Net.Simulation.Peers;

/// <summary>What a <see cref="PeerFrame"/> says.</summary>
internal enum PeerFrameKind
{
    /// <summary>Who the sender is, as identify tells it.</summary>
    Identify,

    /// <summary>A stream is opened.</summary>
    Open,

    /// <summary>A stream that was opened has a handler.</summary>
    Accept,

    /// <summary>Nobody handles the protocol of a stream that was opened.</summary>
    Refuse,

    /// <summary>Bytes of a stream.</summary>
    Data,

    /// <summary>A stream's sender is done.</summary>
    Finish,

    /// <summary>A stream is no more.</summary>
    Reset,

    /// <summary>An answer is asked for.</summary>
    Ping,

    /// <summary>The answer.</summary>
    Pong,

    /// <summary>The connection ends in good order.</summary>
    Goodbye,
}
