namespace DaaCompute.Net.Dht.Protocol;

/// <summary>Public keys under <c>/pk/</c> and the binary id of the peer that they belong to.</summary>
/// <remarks>Source: libp2p/specs kad-dht, "Value routing".</remarks>
internal sealed class PublicKeyRecordValidator : IRecordValidator
{
    private const int PrefixLength = 4;

    public string Namespace => "pk";

    public bool Validate(ContentKey key, ReadOnlySpan<byte> value) =>
        key.Bytes.Length > PrefixLength
        && PeerId.TryFromBytes(key.Bytes.Span[PrefixLength..], out PeerId? peer)
        && PeerPublicKey.TryDecode(value, out PeerPublicKey? publicKey)
        && publicKey.PeerId == peer;

    /// <summary>All valid values are one and the same.</summary>
    public int Select(ContentKey key, IReadOnlyList<ReadOnlyMemory<byte>> values) => 0;
}
