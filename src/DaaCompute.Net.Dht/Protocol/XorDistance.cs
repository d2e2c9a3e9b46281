using System.Numerics;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>How far two keys are from each other: their exclusive or, read as a number.</summary>
internal readonly struct XorDistance(ulong first, ulong second, ulong third, ulong fourth)
    : IComparable<XorDistance>, IEquatable<XorDistance>
{
    private readonly ulong _first = first;
    private readonly ulong _second = second;
    private readonly ulong _third = third;
    private readonly ulong _fourth = fourth;

    /// <summary>The leading zero bits: the length of the prefix that the keys share.</summary>
    public int LeadingZeroCount =>
        _first != 0 ? BitOperations.LeadingZeroCount(_first)
        : _second != 0 ? 64 + BitOperations.LeadingZeroCount(_second)
        : _third != 0 ? 128 + BitOperations.LeadingZeroCount(_third)
        : 192 + BitOperations.LeadingZeroCount(_fourth);

    /// <summary>The distance as a part of the whole key space, in [0, 1).</summary>
    public double Normalized => (_first * Math.ScaleB(1, -64)) + (_second * Math.ScaleB(1, -128));

    public int CompareTo(XorDistance other)
    {
        int order = _first.CompareTo(other._first);
        order = order != 0 ? order : _second.CompareTo(other._second);
        order = order != 0 ? order : _third.CompareTo(other._third);
        return order != 0 ? order : _fourth.CompareTo(other._fourth);
    }

    public bool Equals(XorDistance other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is XorDistance other && Equals(other);

    public override int GetHashCode() => (int)_fourth;
}
