namespace DaaCompute.Net.Transport;

/// <summary>A bandwidth.</summary>
/// <param name="BitsPerSecond">Bits per second.</param>
public readonly record struct BitRate(long BitsPerSecond) : IComparable<BitRate>
{
    /// <summary>Bytes per second.</summary>
    public double BytesPerSecond => BitsPerSecond / 8.0;

    /// <summary>Makes a rate of kilobits per second.</summary>
    /// <param name="value">Kilobits (1,000 bits) per second.</param>
    public static BitRate FromKilobits(long value) => new(checked(value * 1_000));

    /// <inheritdoc/>
    public int CompareTo(BitRate other) => BitsPerSecond.CompareTo(other.BitsPerSecond);

    /// <summary>Order.</summary>
    public static bool operator <(BitRate left, BitRate right) => left.BitsPerSecond < right.BitsPerSecond;

    /// <summary>Order.</summary>
    public static bool operator >(BitRate left, BitRate right) => left.BitsPerSecond > right.BitsPerSecond;

    /// <summary>Order.</summary>
    public static bool operator <=(BitRate left, BitRate right) => left.BitsPerSecond <= right.BitsPerSecond;

    /// <summary>Order.</summary>
    public static bool operator >=(BitRate left, BitRate right) => left.BitsPerSecond >= right.BitsPerSecond;
}
