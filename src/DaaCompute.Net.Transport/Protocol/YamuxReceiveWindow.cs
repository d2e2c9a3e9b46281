namespace DaaCompute.Net.Transport.Protocol;

/// <summary>What a peer may still send on a stream, and when to let it send more.</summary>
/// <remarks>
/// A window that is emptied faster than about four round trips holds the sender back, so it doubles: half a window per
/// update means the sender would otherwise wait for every second update.
/// </remarks>
internal sealed class YamuxReceiveWindow(uint maximum)
{
    /// <summary>The window every stream starts with, in bytes; the yamux specification's number.</summary>
    public const uint Initial = 256 * 1024;

    /// <summary>Round trips within which half a window must not be used up: go-yamux's factor.</summary>
    private const int RoundTripsPerUpdate = 4;

    private uint _available = Initial;
    private uint _consumed;
    private long _lastUpdate;

    /// <summary>The window's size, in bytes.</summary>
    public uint Size { get; private set; } = Initial;

    /// <summary>What the peer may still send, in bytes.</summary>
    public uint Available => _available;

    /// <summary>Takes received bytes from the window; false when the peer sent more than it may.</summary>
    public bool TryDebit(uint bytes)
    {
        if (bytes > _available)
        {
            return false;
        }

        _available -= bytes;
        return true;
    }

    /// <summary>Notes that bytes were consumed; true when an update is due.</summary>
    public bool Consume(uint bytes)
    {
        _consumed += bytes;
        return _consumed >= Size / 2;
    }

    /// <summary>By how many bytes the window should grow with the update that is due; 0 for not at all.</summary>
    /// <param name="now">The time, in ticks of any unit.</param>
    /// <param name="roundTrip">The round trip in the same unit; 0 while unknown.</param>
    public uint WantedGrowth(long now, long roundTrip)
    {
        bool heldBack = roundTrip > 0 && _lastUpdate != 0 && now - _lastUpdate < roundTrip * RoundTripsPerUpdate;
        return heldBack ? Math.Min(Size, maximum - Size) : 0;
    }

    /// <summary>Gives consumed bytes and growth back to the peer, and returns the credit to send.</summary>
    public uint TakeCredit(long now, uint growth)
    {
        uint credit = _consumed + growth;
        Size += growth;
        _available += credit;
        _consumed = 0;
        _lastUpdate = now;
        return credit;
    }
}
