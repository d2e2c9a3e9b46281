using System.Buffers;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>multistream-select inside the secured channel, for peers that did not choose a multiplexer in the handshake.</summary>
internal sealed class MultiplexerNegotiation(HandshakeChannel channel, ISecureSession session)
{
    public static readonly ProtocolId Yamux = new("/yamux/1.0.0");

    private readonly ArrayBufferWriter<byte> _output = new();
    private Memory<byte> _unread;

    /// <summary>Agrees on yamux and returns the plaintext that came behind the agreement.</summary>
    /// <exception cref="HandshakeException">The peer does not speak yamux.</exception>
    public async ValueTask<Memory<byte>> RunAsync(bool isOutbound, CancellationToken cancellationToken)
    {
        MultistreamDialer dialer = new([Yamux]);
        MultistreamListener listener = new(static protocol => protocol == Yamux.Value);
        if (isOutbound)
        {
            dialer.Start(_output);
        }

        NegotiationStatus status = NegotiationStatus.Pending;
        while (status == NegotiationStatus.Pending)
        {
            string line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            status = isOutbound ? dialer.Receive(line, _output) : listener.Receive(line, _output);
        }

        SealOutput();
        await channel.FlushAsync(cancellationToken).ConfigureAwait(false);
        return status == NegotiationStatus.Agreed
            ? _unread
            : throw new HandshakeException(HandshakeError.NoCommonProtocol, $"The peer does not speak {Yamux}.");
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (MultistreamMessage.TryRead(new ReadOnlySequence<byte>(_unread), out string line, out long consumed))
            {
                _unread = _unread[(int)consumed..];
                return line;
            }

            SealOutput();
            Memory<byte> record = await channel.ReadMessageAsync(ushort.MaxValue, cancellationToken).ConfigureAwait(false);
            if (record.Length < ISecureSession.TagSize)
            {
                throw new ProtocolViolationException("A record is shorter than its tag.");
            }

            int length = session.Open(record.Span);

            // A line is at most a kilobyte and a record 64: whoever needs more records than one for it gains nothing.
            Memory<byte> joined = new byte[_unread.Length + length];
            _unread.CopyTo(joined);
            record[..length].CopyTo(joined[_unread.Length..]);
            _unread = joined;
        }
    }

    private void SealOutput()
    {
        if (_output.WrittenCount > 0)
        {
            Span<byte> record = new byte[_output.WrittenCount + ISecureSession.TagSize];
            _output.WrittenSpan.CopyTo(record);
            session.Seal(record);
            MessagePrefix.Write(channel.Output, record);
            _output.ResetWrittenCount();
        }
    }
}
