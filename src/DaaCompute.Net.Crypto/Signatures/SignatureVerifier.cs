namespace DaaCompute.Net.Crypto.Signatures;

/// <summary>Checks signatures of the kinds of key that are allowed here.</summary>
internal sealed class SignatureVerifier : ISignatureVerifier
{
    private readonly ISignatureScheme[] _schemes;
    private readonly PreparedKeyCache _cache;

    /// <param name="schemes">One for every kind of key that is allowed.</param>
    /// <param name="cacheSize">How many keys stay prepared.</param>
    public SignatureVerifier(IEnumerable<ISignatureScheme> schemes, int cacheSize)
    {
        _schemes = [.. schemes];
        _cache = new PreparedKeyCache(cacheSize);
    }

    public int CachedKeys => _cache.Count;

    public bool Verify(
        PeerPublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_cache.TryGet(key, out IVerificationKey? prepared))
        {
            return prepared.Verify(data, context, signature);
        }

        prepared = Prepare(key);
        bool valid = prepared is not null && prepared.Verify(data, context, signature);
        if (valid)
        {
            // Only who has signed something takes a place, so keys made up by the thousand push out nobody.
            _cache.Add(key, prepared!);
        }
        else
        {
            prepared?.Dispose();
        }

        return valid;
    }

    private IVerificationKey? Prepare(PeerPublicKey key)
    {
        ISignatureScheme? scheme = Array.Find(_schemes, scheme => scheme.KeyType == key.Type);
        try
        {
            return scheme?.ImportPublicKey(key.Data.Span);
        }
        catch (InvalidKeyException)
        {
            return null;
        }
    }
}
