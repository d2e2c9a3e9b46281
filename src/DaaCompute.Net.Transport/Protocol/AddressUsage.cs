namespace DaaCompute.Net.Transport.Protocol;

/// <summary>What one address prefix uses of this node.</summary>
internal sealed class AddressUsage(AddressPrefix prefix, TokenBucket handshakes)
{
    private TokenBucket _handshakes = handshakes;

    public AddressPrefix Prefix => prefix;

    public int Connections { get; set; }

    public int HalfOpen { get; set; }

    public bool TryTakeHandshake(TimeSpan now) => _handshakes.TryTake(now);

    /// <summary>Whether forgetting it changes nothing.</summary>
    public bool IsIdle(TimeSpan now) => Connections == 0 && HalfOpen == 0 && _handshakes.IsFull(now);
}
