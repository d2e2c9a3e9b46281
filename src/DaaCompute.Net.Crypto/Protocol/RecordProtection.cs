using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>One direction of a session: seals or opens records in order, and changes its key on the way.</summary>
/// <remarks>
/// The lock costs nothing beside a record's encryption and makes disposing safe while another thread is at work: a
/// record is never sealed with a key that was zeroed.
/// </remarks>
internal sealed class RecordProtection : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CipherState _cipher;
    private readonly ulong? _rekeyInterval;
    private long _count;
    private bool _failed;
    private bool _disposed;

    /// <summary>Begins a direction.</summary>
    /// <param name="cipher">Its key; owned from here on.</param>
    /// <param name="rekeyInterval">After how many records the key changes; null for never.</param>
    public RecordProtection(CipherState cipher, ulong? rekeyInterval)
    {
        _cipher = cipher;
        _rekeyInterval = rekeyInterval;
    }

    /// <summary>How many records went through.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Seals a record in place: the plaintext, followed by room for the tag.</summary>
    /// <exception cref="ConnectionClosedException">The last nonce is used; only a new connection has new keys.</exception>
    public void Seal(Span<byte> record)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ThrowIfExhausted();
            _cipher.Encrypt(default, record[..^CipherState.TagSize], record);
            Advance();
        }
    }

    /// <summary>Opens a record in place. After a failure the direction stays shut.</summary>
    /// <exception cref="ProtocolViolationException">The record is not the next one the peer sealed.</exception>
    /// <exception cref="ConnectionClosedException">The last nonce is used.</exception>
    public void Open(Span<byte> record)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ThrowIfExhausted();
            if (_failed || !_cipher.TryDecrypt(default, record, record[..^CipherState.TagSize]))
            {
                _failed = true;
                throw new ProtocolViolationException("A record was changed, replayed or reordered on its way.");
            }

            Advance();
        }
    }

    /// <summary>Opens no more records, as after a failure.</summary>
    public void Shut()
    {
        lock (_gate)
        {
            _failed = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _cipher.Dispose();
        }
    }

    private void ThrowIfExhausted()
    {
        if (_cipher.Nonce == CipherState.MaxNonce)
        {
            throw new ConnectionClosedException("All nonces of this connection are used; a new one has new keys.");
        }
    }

    private void Advance()
    {
        Volatile.Write(ref _count, _count + 1);
        if (_rekeyInterval is ulong interval && _cipher.Nonce % interval == 0)
        {
            _cipher.Rekey();
        }
    }
}
