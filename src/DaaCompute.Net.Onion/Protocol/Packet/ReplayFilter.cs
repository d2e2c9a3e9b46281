namespace DaaCompute.Net.Onion.Protocol.Packet;

/// <summary>
/// The packets that a key has opened, exactly: 64 bits each, derived from the secret, so that nobody can choose them. Once it
/// is full no packet counts as new, for letting one through twice is worse than losing one. It lives as long as its key.
/// </summary>
internal sealed class ReplayFilter(int capacity)
{
    private readonly HashSet<ulong> _seen = [];

    public int Count => _seen.Count;

    public bool IsFull => _seen.Count >= capacity;

    /// <summary>Notes a packet; false when it is not new, or there is no room to know.</summary>
    public bool TryAdd(ulong tag) => !IsFull && _seen.Add(tag);
}
