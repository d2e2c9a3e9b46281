namespace DaaCompute.Net.Topology.Geography;

/// <summary>A region's name, as its nodes say it.</summary>
/// <param name="Name">Such as <c>eu-west</c>.</param>
internal readonly record struct RegionId(string Name) : IComparable<RegionId>
{
    public int CompareTo(RegionId other) => string.CompareOrdinal(Name, other.Name);

    public override string ToString() => Name;
}
