using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>A session without secrecy: the tag is a checksum over the record and its number.</summary>
internal sealed class PlainSession(PeerPublicKey remoteKey, ProtocolId? multiplexer) : ISecureSession
{
    private long _opened;

    public static ProtocolId PlainProtocol { get; } = new("/test/plain/1.0.0");

    public ProtocolId Protocol => PlainProtocol;

    public bool IsPostQuantum => false;

    public PeerPublicKey RemoteKey => remoteKey;

    public ProtocolId? Multiplexer => multiplexer;

    public ReadOnlyMemory<byte> ChannelBinding { get; } = new byte[32];

    public long RecordsSealed { get; private set; }

    public bool IsDisposed { get; private set; }

    public void Seal(Span<byte> record)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Tag(record[..^ISecureSession.TagSize], RecordsSealed++, record[^ISecureSession.TagSize..]);
    }

    public int Open(Span<byte> record)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Span<byte> tag = stackalloc byte[ISecureSession.TagSize];
        Tag(record[..^ISecureSession.TagSize], _opened++, tag);
        return record[^ISecureSession.TagSize..].SequenceEqual(tag)
            ? record.Length - ISecureSession.TagSize
            : throw new ProtocolViolationException("The record's tag does not fit.");
    }

    public void Dispose() => IsDisposed = true;

    private static void Tag(ReadOnlySpan<byte> plaintext, long number, Span<byte> tag)
    {
        ulong sum = (ulong)number + 1;
        foreach (byte value in plaintext)
        {
            sum = (sum * 31) + value;
        }

        BitConverter.TryWriteBytes(tag, sum);
        BitConverter.TryWriteBytes(tag[8..], number);
    }
}
