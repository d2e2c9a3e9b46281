using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>One stream of a <see cref="YamuxSession"/>: its windows and which of its sides are open.</summary>
internal sealed class YamuxStreamState
{
    private YamuxFlags _unsentFlags;

    public YamuxStreamState(bool isOutbound, uint maxWindow)
    {
        IsOutbound = isOutbound;
        ReceiveWindow = new YamuxReceiveWindow(maxWindow);
        _unsentFlags = isOutbound ? YamuxFlags.Syn : YamuxFlags.Ack;
    }

    /// <summary>The id; 0 until the stream is announced.</summary>
    public uint Id { get; set; }

    public bool IsOutbound { get; }

    /// <summary>What the shell attaches to it.</summary>
    public object? Owner { get; set; }

    /// <summary>What this side may still send, in bytes.</summary>
    public uint SendWindow { get; private set; } = YamuxReceiveWindow.Initial;

    public YamuxReceiveWindow ReceiveWindow { get; }

    /// <summary>Whether the peer still has to accept it.</summary>
    public bool AwaitsAcknowledgement { get; set; }

    public bool LocalEnded { get; set; }

    public bool RemoteEnded { get; set; }

    public bool IsReset { get; set; }

    /// <summary>Whether the other side has not been told of it, or not that it is accepted.</summary>
    public bool IsUnannounced => _unsentFlags != YamuxFlags.None;

    /// <summary>Nothing more can happen on it.</summary>
    public bool IsFinished => IsReset || (LocalEnded && RemoteEnded);

    /// <summary>Takes up to so many bytes from the send window.</summary>
    public uint TakeSendCredit(uint wanted)
    {
        uint taken = Math.Min(wanted, SendWindow);
        SendWindow -= taken;
        return taken;
    }

    /// <summary>Adds to the send window; false when the sum does not fit its 32 bits.</summary>
    public bool TryAddSendCredit(uint credit)
    {
        if (credit > uint.MaxValue - SendWindow)
        {
            return false;
        }

        SendWindow += credit;
        return true;
    }

    /// <summary>The flags that the stream's next frame must carry, once.</summary>
    public YamuxFlags TakeFlags()
    {
        YamuxFlags flags = _unsentFlags;
        _unsentFlags = YamuxFlags.None;
        return flags;
    }
}
