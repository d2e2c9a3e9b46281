using System.Buffers;
using System.Buffers.Binary;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>A raw connection while it is being upgraded: lines and length-prefixed messages, buffered both ways.</summary>
internal sealed class HandshakeChannel(ITransportConnection connection)
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private byte[] _input = new byte[4096];
    private int _start;
    private int _end;
    private long _bytesReceived;

    public IBufferWriter<byte> Output => _output;

    public long BytesSent { get; private set; }

    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>What was received and not read.</summary>
    public ReadOnlyMemory<byte> Unread => _input.AsMemory(_start, _end - _start);

    /// <summary>Sends what was written to <see cref="Output"/>.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_output.WrittenCount > 0)
        {
            BytesSent += _output.WrittenCount;
            await connection.SendAsync(_output.WrittenMemory, cancellationToken).ConfigureAwait(false);
            _output.ResetWrittenCount();
        }
    }

    /// <summary>Reads a line of multistream-select, or returns null when <see cref="Output"/> should be sent first.</summary>
    public async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (MultistreamMessage.TryRead(new ReadOnlySequence<byte>(Unread), out string line, out long consumed))
            {
                _start += (int)consumed;
                return line;
            }

            await FlushAsync(cancellationToken).ConfigureAwait(false);
            await ReceiveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a message behind its two-byte length. The memory is valid until the next read.</summary>
    /// <exception cref="HandshakeException">The message is longer than it may be, or the connection ends inside it.</exception>
    public async ValueTask<Memory<byte>> ReadMessageAsync(int maxLength, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await FillAsync(RecordBuffer.PrefixSize, cancellationToken).ConfigureAwait(false);
        int length = BinaryPrimitives.ReadUInt16BigEndian(_input.AsSpan(_start));
        if (length > maxLength)
        {
            throw new HandshakeException(
                HandshakeError.Malformed, $"The peer announced a message of {length} bytes where {maxLength} is the most.");
        }

        await FillAsync(RecordBuffer.PrefixSize + length, cancellationToken).ConfigureAwait(false);
        Memory<byte> message = _input.AsMemory(_start + RecordBuffer.PrefixSize, length);
        _start += RecordBuffer.PrefixSize + length;
        return message;
    }

    private async ValueTask FillAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count)
        {
            MakeRoom(count);
            await ReceiveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ReceiveAsync(CancellationToken cancellationToken)
    {
        MakeRoom(_end - _start + 1);
        int received = await connection.ReceiveAsync(_input.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        if (received == 0)
        {
            throw new HandshakeException(HandshakeError.Truncated, "The peer closed the connection during the handshake.");
        }

        _end += received;
        Volatile.Write(ref _bytesReceived, _bytesReceived + received);
    }

    private void MakeRoom(int count)
    {
        if (_input.Length - _start >= count)
        {
            return;
        }

        int unread = _end - _start;
        byte[] target = count <= _input.Length ? _input : new byte[Math.Max(count, 2 * _input.Length)];
        _input.AsSpan(_start, unread).CopyTo(target);
        _input = target;
        _start = 0;
        _end = unread;
    }
}
