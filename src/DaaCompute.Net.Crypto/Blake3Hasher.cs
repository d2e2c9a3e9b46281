using DaaCompute.Net.Crypto.Hashing;

namespace DaaCompute.Net.Crypto;

/// <summary>BLAKE3 over input that comes in pieces, in any of its three modes, with output of any length.</summary>
/// <remarks>
/// Not for concurrent use. Allocates nothing after construction. A key is zeroed on <see cref="Dispose"/>.
/// Source: the BLAKE3 specification.
/// </remarks>
public sealed class Blake3Hasher : IIncrementalHash
{
    private Blake3State _state;
    private bool _disposed;

    /// <summary>Begins a hash without a key.</summary>
    public Blake3Hasher()
        : this(Blake3Compressor.Widest)
    {
    }

    internal Blake3Hasher(Blake3Path path)
    {
        _state.Initialize(path, Blake3Parameters.Iv, Blake3Flags.None);
    }

    /// <summary>Begins a keyed hash: a message authentication code, or a random function.</summary>
    /// <param name="key">Exactly 32 bytes; copied.</param>
    /// <exception cref="ArgumentException">The key is not 32 bytes.</exception>
    public static Blake3Hasher CreateKeyed(ReadOnlySpan<byte> key)
    {
        return CreateKeyed(key, Blake3Compressor.Widest);
    }

    /// <summary>Begins a key derivation; the pieces are the key material.</summary>
    /// <param name="context">
    /// What the key is for: hard-coded, unique in the world, by convention application, date and purpose.
    /// </param>
    public static Blake3Hasher CreateKeyDerivation(string context)
    {
        return CreateKeyDerivation(context, Blake3Compressor.Widest);
    }

    internal static Blake3Hasher CreateKeyed(ReadOnlySpan<byte> key, Blake3Path path)
    {
        Blake3Hasher hasher = new(path);
        Blake3Mode.SetKey(ref hasher._state, path, key);
        return hasher;
    }

    internal static Blake3Hasher CreateKeyDerivation(string context, Blake3Path path)
    {
        Blake3Hasher hasher = new(path);
        Blake3Mode.SetContext(ref hasher._state, path, context);
        return hasher;
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _state.Append(data);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The digest is not 32 bytes.</exception>
    public void GetCurrentHash(Span<byte> digest)
    {
        DigestLength.Require(digest.Length);
        GetOutput(digest);
    }

    /// <summary>Writes any part of the endless output; more pieces may follow.</summary>
    /// <param name="output">As many bytes as are wanted.</param>
    /// <param name="offset">Where in the output to begin, in bytes.</param>
    public void GetOutput(Span<byte> output, ulong offset = 0)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _state.Output(output, offset);
    }

    /// <summary>Starts over, in the same mode with the same key.</summary>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _state.Reset();
    }

    /// <summary>Zeroes the key and all that was hashed.</summary>
    public void Dispose()
    {
        _disposed = true;
        _state.Clear();
    }
}
