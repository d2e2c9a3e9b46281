namespace DaaCompute.Net.Transport.Wire;

/// <summary>What a yamux frame does to its stream besides.</summary>
[Flags]
internal enum YamuxFlags : ushort
{
    None = 0,

    /// <summary>Opens the stream; on a ping, asks.</summary>
    Syn = 1,

    /// <summary>Accepts the stream; on a ping, answers.</summary>
    Ack = 2,

    /// <summary>The sender will send no more data.</summary>
    Fin = 4,

    /// <summary>Ends the stream at once, both ways.</summary>
    Rst = 8,
}
