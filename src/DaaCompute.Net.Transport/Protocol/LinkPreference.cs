namespace DaaCompute.Net.Transport.Protocol;

/// <summary>Which of two links to one peer is used, and who closes the other.</summary>
/// <remarks>
/// Both ends must come to the same answer without a message. Links that were established at about the same time and
/// dialled from opposite ends are a race: the one that the lower peer id dialled stays. Any other later link replaces
/// the earlier: a renewal, or a peer that came back while its old link is not yet known to be dead.
/// Only one end closes, so that both can never close both: of two links dialled from one end, the end that dialled; of a
/// race, the end with the lower id.
/// </remarks>
internal static class LinkPreference
{
    /// <summary>A race cannot last longer than a handshake may.</summary>
    public static bool PrefersNew(
        bool newIsOutbound, bool oldIsOutbound, TimeSpan apart, TimeSpan handshakeTimeout, bool isLocalLower) =>
        newIsOutbound == oldIsOutbound || apart > handshakeTimeout || newIsOutbound == isLocalLower;

    /// <summary>Whether it is this end's part to close the link that is not used.</summary>
    public static bool IsJudge(bool newIsOutbound, bool oldIsOutbound, bool isLocalLower) =>
        newIsOutbound == oldIsOutbound ? newIsOutbound : isLocalLower;
}
