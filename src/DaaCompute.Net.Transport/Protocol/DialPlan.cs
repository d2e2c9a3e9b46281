namespace DaaCompute.Net.Transport.Protocol;

/// <summary>In which order a peer's addresses are tried.</summary>
internal static class DialPlan
{
    /// <summary>More addresses than this of one peer are not tried: a record must not turn a dialler into a scanner.</summary>
    public const int MaxAddresses = 16;

    /// <summary>How long one address has before the next is tried beside it (RFC 8305, connection attempt delay).</summary>
    public static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Nearest first, relayed last: a loopback or private address answers at once or not at all, and the directory keeps
    /// only those that were learnt from as near. Equal ones stay in the order they are known.
    /// </summary>
    public static Multiaddress[] Order(IEnumerable<Multiaddress> known, Func<Multiaddress, bool> canDial) =>
        [.. known
            .Select(address => address.WithoutPeer())
            .OfType<Multiaddress>()
            .Where(canDial)
            .Distinct()
            .OrderBy(AddressScopes.ScopeOf)
            .Take(MaxAddresses)];

    /// <summary>
    /// The addresses among those a peer tells of itself that may lead to it from here: loopback ones only when it is
    /// reached over loopback, private ones only when it is reached over either.
    /// </summary>
    public static IEnumerable<Multiaddress> Plausible(IEnumerable<Multiaddress> told, Multiaddress reachedAt)
    {
        AddressScope reached = AddressScopes.ScopeOf(reachedAt);
        return told.Where(address => AddressScopes.ScopeOf(address) is AddressScope scope
            && (scope >= AddressScope.Public || scope >= reached));
    }
}
