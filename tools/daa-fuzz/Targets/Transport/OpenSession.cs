using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>A session without secrets: a record opens unless its last byte is 255.</summary>
internal sealed class OpenSession : ISecureSession
{
    public ProtocolId Protocol { get; } = new("/open/1.0.0");

    public bool IsPostQuantum => false;

    public PeerPublicKey RemoteKey { get; } = Samples.Key(PeerKeyType.Ed25519, "remote");

    public ProtocolId? Multiplexer => null;

    public ReadOnlyMemory<byte> ChannelBinding => default;

    public long RecordsSealed => 0;

    public void Seal(Span<byte> record) => record[^ISecureSession.TagSize..].Clear();

    public int Open(Span<byte> record) => record[^1] != 255
        ? record.Length - ISecureSession.TagSize
        : throw new ProtocolViolationException("A record was changed.");

    public void Dispose()
    {
    }
}
