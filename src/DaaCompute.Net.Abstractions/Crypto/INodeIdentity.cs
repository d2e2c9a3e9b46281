namespace DaaCompute.Net.Crypto;

/// <summary>Who this node is: a key pair that stays inside, and the name it proves.</summary>
/// <remarks>Safe for concurrent use. <c>ToString</c> shows the peer id, never a key.</remarks>
public interface INodeIdentity
{
    /// <summary>The public key.</summary>
    PeerPublicKey PublicKey { get; }

    /// <summary>The name: the hash of the public key.</summary>
    PeerId PeerId { get; }

    /// <summary>The size of a signature, in bytes.</summary>
    int SignatureSize { get; }

    /// <summary>Signs in this node's name.</summary>
    /// <param name="data">What is signed.</param>
    /// <param name="context">What the signature is for (FIPS 204 context), at most 255 bytes: a signature made for one use never serves another.</param>
    /// <param name="signature">Exactly <see cref="SignatureSize"/> bytes.</param>
    void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature);
}
