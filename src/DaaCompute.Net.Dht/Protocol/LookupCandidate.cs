using System.Collections.Immutable;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>A peer that a lookup heard of.</summary>
internal sealed class LookupCandidate(
    PeerId id, ImmutableArray<Multiaddress> addresses, XorDistance distance, int path, int hops, LookupCandidate? referrer)
{
    public PeerId Id { get; } = id;

    /// <summary>Where whoever named it says it is.</summary>
    public ImmutableArray<Multiaddress> Addresses { get; set; } = addresses;

    public XorDistance Distance { get; } = distance;

    /// <summary>The path that heard of it first; no other path may ask it.</summary>
    public int Path { get; } = path;

    /// <summary>How many peers were asked one after another to come to it, itself included.</summary>
    public int Hops { get; } = hops;

    /// <summary>The only peer that named it; null for those this node knew itself, and once a second peer named it.</summary>
    public LookupCandidate? Referrer { get; set; } = referrer;

    public LookupPhase Phase { get; set; }

    /// <summary>Whether it was ever asked; one that was dropped for its referrer's sake alone was not.</summary>
    public bool WasAsked { get; set; }

    /// <summary>Peers it alone named that answered.</summary>
    public int GoodReferrals { get; set; }

    /// <summary>Peers it alone named that did not answer.</summary>
    public int BadReferrals { get; set; }
}
