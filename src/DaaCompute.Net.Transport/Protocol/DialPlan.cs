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
    /// only those that were learnt from as near. Of equally near ones the better transport comes first; equal ones stay in
    /// the order they are known.
    /// </summary>
    /// <param name="known">The peer's addresses.</param>
    /// <param name="transportOf">The name of the transport that dials an address; null for none.</param>
    /// <param name="transports">The transports' names, best first; others come last.</param>
    public static Multiaddress[] Order(
        IEnumerable<Multiaddress> known, Func<Multiaddress, string?> transportOf, IReadOnlyList<string> transports) =>
        [.. known
            .Select(address => address.WithoutPeer())
            .OfType<Multiaddress>()
            .Distinct()
            .Select(address => (Address: address, Transport: transportOf(address)))
            .Where(candidate => candidate.Transport is not null)
            .OrderBy(candidate => AddressScopes.ScopeOf(candidate.Address))
            .ThenBy(candidate => RankOf(candidate.Transport!, transports))
            .Select(candidate => candidate.Address)
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

    private static int RankOf(string transport, IReadOnlyList<string> transports)
    {
        int rank = 0;
        while (rank < transports.Count && transports[rank] != transport)
        {
            rank++;
        }

        return rank;
    }
}
