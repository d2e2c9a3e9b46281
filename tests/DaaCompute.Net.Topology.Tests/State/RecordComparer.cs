using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Wire;

namespace DaaCompute.Net.Topology.Tests.State;

/// <summary>Entries are equal when their encodings are: a member's links are entries of their own.</summary>
internal sealed class RecordComparer : IEqualityComparer<StateRecord>
{
    public static RecordComparer Instance { get; } = new();

    public bool Equals(StateRecord? x, StateRecord? y) =>
        x is null ? y is null : y is not null && RecordCodec.Encode(x).AsSpan().SequenceEqual(RecordCodec.Encode(y));

    public int GetHashCode([DisallowNull] StateRecord obj) => 0;
}
