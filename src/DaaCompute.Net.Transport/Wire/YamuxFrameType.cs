namespace DaaCompute.Net.Transport.Wire;

/// <summary>What a yamux frame carries.</summary>
internal enum YamuxFrameType : byte
{
    Data = 0,
    WindowUpdate = 1,
    Ping = 2,
    GoAway = 3,
}
