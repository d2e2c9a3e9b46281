namespace DaaCompute.Net.Transport.Wire;

/// <summary>Why a yamux session ends.</summary>
internal enum YamuxGoAwayCode : uint
{
    Normal = 0,
    ProtocolError = 1,
    InternalError = 2,
}
