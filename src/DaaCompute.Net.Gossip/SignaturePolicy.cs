namespace DaaCompute.Net.Gossip;

/// <summary>How messages of a topic say who wrote them.</summary>
public enum SignaturePolicy
{
    /// <summary>
    /// This network's own: libp2p's StrictNoSign outside, and inside the data an envelope (RFC 0002) signed with the
    /// author's ML-DSA-65 key over topic, time and payload. Peers of any libp2p implementation can carry it.
    /// </summary>
    Envelope,

    /// <summary>
    /// Nothing is signed (libp2p's StrictNoSign), and messages have no author: for topics whose payloads prove themselves.
    /// </summary>
    Unsigned,

    /// <summary>
    /// libp2p's StrictSign, for networks of others: author, counter and signature are fields of the message. The author is
    /// the node's classical alias where the host allows classical peers, who could check no other; else the node.
    /// </summary>
    StrictSign,
}
