using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>An identity whose signatures prove nothing; its id sorts by its number.</summary>
internal sealed class TestIdentity(byte number) : INodeIdentity
{
    public PeerPublicKey PublicKey { get; } = new PlainChannelFactory(number).LocalKey;

    public PeerId PeerId => PublicKey.PeerId;

    public int SignatureSize => 1;

    public void Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> signature) =>
        signature[0] = (byte)(data.Length ^ context.Length);
}
