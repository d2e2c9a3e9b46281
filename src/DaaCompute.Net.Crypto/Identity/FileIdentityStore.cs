using System.Security.Cryptography;
using DaaCompute.Net.Crypto.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Crypto.Identity;

/// <summary>Keeps the identity's seed in a PEM file of the owner's alone, under a passphrase where one is set.</summary>
internal sealed class FileIdentityStore : IIdentityStore
{
    private const string PathSetting = CryptoOptions.SectionName + ":" + nameof(CryptoOptions.IdentityPath);
    private const string PassphraseSetting = CryptoOptions.SectionName + ":" + nameof(CryptoOptions.IdentityPassphrase);

    private readonly ISignatureScheme _scheme;
    private readonly SeedPrivateKeyInfo _format;
    private readonly IEntropySource _entropy;
    private readonly string _path;
    private readonly string? _passphrase;
    private readonly ILogger _logger;

    /// <param name="scheme">ML-DSA-65 or Ed25519: the file's format is that algorithm's.</param>
    /// <param name="entropy">Where a new seed comes from, and the salt of its encryption.</param>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">What it is encrypted under, or null.</param>
    /// <param name="logger">Where loading and creating are told.</param>
    public FileIdentityStore(
        ISignatureScheme scheme, IEntropySource entropy, string path, string? passphrase, ILogger logger)
    {
        _scheme = scheme;
        _format = SeedPrivateKeyInfo.Of(scheme);
        _entropy = entropy;
        _path = Path.GetFullPath(path);
        _passphrase = passphrase;
        _logger = logger;
    }

    public INodeIdentity LoadOrCreate()
    {
        try
        {
            NodeIdentity? identity = Load();
            if (identity is not null)
            {
                _logger.IdentityLoaded(identity.PeerId, _path);
                return identity;
            }

            bool created = Create();

            // Whoever created it, what is read back is what every later start will read.
            identity = Load() ?? throw new IdentityStoreException($"'{_path}' was removed while it was being made; start again.");
            if (created)
            {
                _logger.IdentityCreated(identity.PeerId, _path);
            }
            else
            {
                _logger.IdentityLoaded(identity.PeerId, _path);
            }

            return identity;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IdentityStoreException(
                $"The identity '{_path}' cannot be read or made: {exception.Message} "
                + $"Let the node's user own the file and its folder, or set {PathSetting} to another place.",
                exception);
        }
    }

    private NodeIdentity? Load()
    {
        byte[]? text = PrivateFile.Read(_path, IdentityDocument.MaxLength);
        if (text is null)
        {
            return null;
        }

        Span<byte> seed = stackalloc byte[SeedPrivateKeyInfo.SeedSize];
        try
        {
            string? expectedPeer = ReadSeed(text, seed);
            NodeIdentity identity = new(_scheme, _scheme.ImportSeed(seed));
            if (expectedPeer is not null && expectedPeer != identity.PeerId.ToString())
            {
                identity.Dispose();
                throw new IdentityStoreException(
                    $"'{_path}' is damaged: it says {expectedPeer}, its key says {identity.PeerId}. "
                    + "Restore it from a backup, or remove it to become a new node.");
            }

            return identity;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private string? ReadSeed(byte[] text, Span<byte> seed)
    {
        if (!IdentityDocument.TryDecode(text, out IdentityDocument? document))
        {
            throw new IdentityStoreException(
                $"'{_path}' holds no whole PEM private key. Restore it from a backup, or remove it to become a new node.");
        }

        byte[] key = document.IsEncrypted ? Decrypt(document.Key) : RequireOpen(document.Key);
        try
        {
            return _format.TryDecode(key, seed)
                ? document.PeerIdText
                : throw new IdentityStoreException(
                    $"'{_path}' is not the seed of {_format.Algorithm} ({_format.Source}, {_format.Size} bytes). "
                    + $"OpenSSL 3.5 converts such a key: openssl pkey {_format.Conversion}-in '{_path}' -out NEW");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private byte[] RequireOpen(byte[] key)
    {
        if (_passphrase is null)
        {
            return key;
        }

        CryptographicOperations.ZeroMemory(key);
        throw new IdentityStoreException(
            $"'{_path}' is not encrypted although {PassphraseSetting} is set. OpenSSL 3.5 encrypts it: {EncryptCommand()}");
    }

    private byte[] Decrypt(byte[] key)
    {
        if (!EncryptedPrivateKeyInfo.TryDecode(key, out EncryptedPrivateKeyInfo? info))
        {
            throw new IdentityStoreException(
                $"'{_path}' is not encrypted with PBKDF2-HMAC-SHA256, {EncryptedPrivateKeyInfo.MinIterations} to "
                + $"{EncryptedPrivateKeyInfo.MaxIterations} iterations, and AES-256-CBC. OpenSSL 3.5 does so: {EncryptCommand()}");
        }

        if (_passphrase is null)
        {
            throw new IdentityStoreException($"'{_path}' is encrypted; set {PassphraseSetting} to its passphrase.");
        }

        return info.TryDecrypt(_passphrase, out byte[]? privateKeyInfo)
            ? privateKeyInfo
            : throw new IdentityStoreException(
                $"The passphrase does not open '{_path}'; correct {PassphraseSetting}.");
    }

    private string EncryptCommand() =>
        $"openssl pkcs8 -topk8 {_format.Conversion}-v2 aes-256-cbc -v2prf hmacWithSHA256 "
        + $"-iter {EncryptedPrivateKeyInfo.MinIterations} -in '{_path}' -out NEW";

    private bool Create()
    {
        byte[] key = new byte[_format.Size];
        Span<byte> seed = stackalloc byte[SeedPrivateKeyInfo.SeedSize];
        byte[] text = [];
        try
        {
            _entropy.Fill(seed);
            using NodeIdentity identity = new(_scheme, _scheme.ImportSeed(seed));
            _format.Encode(seed, key);
            text = _passphrase is null
                ? IdentityDocument.Encode(identity.PeerId, isEncrypted: false, key)
                : IdentityDocument.Encode(
                    identity.PeerId, isEncrypted: true, EncryptedPrivateKeyInfo.Encrypt(key, _passphrase, _entropy).Encode());
            return PrivateFile.TryCreate(_path, text, _entropy);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
