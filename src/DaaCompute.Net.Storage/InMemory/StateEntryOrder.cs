namespace DaaCompute.Net.Storage.InMemory;

/// <summary>Orders entries by the bytes of their keys.</summary>
internal sealed class StateEntryOrder : IComparer<StateEntry>
{
    public static StateEntryOrder Instance { get; } = new();

    public int Compare(StateEntry x, StateEntry y) => x.Key.Span.SequenceCompareTo(y.Key.Span);
}
