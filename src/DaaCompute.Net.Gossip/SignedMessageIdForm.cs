namespace DaaCompute.Net.Gossip;

/// <summary>What ids of <see cref="SignaturePolicy.StrictSign"/> messages are made of; peers of a topic have to agree.</summary>
public enum SignedMessageIdForm
{
    /// <summary>The author's peer id, then the counter: libp2p's specification, go-libp2p, rust-libp2p.</summary>
    PeerId,

    /// <summary>The author's encoded public key, then the counter: js-libp2p.</summary>
    PublicKey,
}
