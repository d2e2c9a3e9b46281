using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>An established Noise channel: one <see cref="RecordProtection"/> for each direction.</summary>
internal sealed class NoiseSession : ISecureSession
{
    private readonly RecordProtection _outbound;
    private readonly RecordProtection _inbound;
    private readonly byte[] _channelBinding;

    /// <summary>Makes a session; the cipher states are its own from here on.</summary>
    public NoiseSession(
        NoiseProtocol protocol,
        CipherState outbound,
        CipherState inbound,
        PeerPublicKey remoteKey,
        ProtocolId? multiplexer,
        ReadOnlySpan<byte> channelBinding)
    {
        Protocol = protocol.Id;
        IsPostQuantum = protocol.IsPostQuantum;
        RemoteKey = remoteKey;
        Multiplexer = multiplexer;
        _channelBinding = channelBinding.ToArray();
        _outbound = new RecordProtection(outbound, protocol.RekeyInterval);
        _inbound = new RecordProtection(inbound, protocol.RekeyInterval);
    }

    /// <inheritdoc/>
    public ProtocolId Protocol { get; }

    /// <inheritdoc/>
    public bool IsPostQuantum { get; }

    /// <inheritdoc/>
    public PeerPublicKey RemoteKey { get; }

    /// <inheritdoc/>
    public ProtocolId? Multiplexer { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ChannelBinding => _channelBinding;

    /// <inheritdoc/>
    public long RecordsSealed => _outbound.Count;

    /// <inheritdoc/>
    public void Seal(Span<byte> record)
    {
        if (record.Length is < ISecureSession.TagSize or > ISecureSession.MaxPlaintextLength + ISecureSession.TagSize)
        {
            throw new ArgumentException($"A record cannot be {record.Length} bytes long.", nameof(record));
        }

        _outbound.Seal(record);
    }

    /// <inheritdoc/>
    public int Open(Span<byte> record)
    {
        if (record.Length is < ISecureSession.TagSize or > ISecureSession.MaxPlaintextLength + ISecureSession.TagSize)
        {
            _inbound.Shut();
            throw new ProtocolViolationException($"A record cannot be {record.Length} bytes long.");
        }

        _inbound.Open(record);
        return record.Length - ISecureSession.TagSize;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _outbound.Dispose();
        _inbound.Dispose();
    }

    /// <summary>The protocol and the peer; never a key.</summary>
    public override string ToString() => $"{Protocol} with {RemoteKey.PeerId}";
}
