using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace DaaCompute.Net.Crypto.Identity;

/// <summary>A private key under a passphrase: PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC, and nothing weaker.</summary>
/// <remarks>Source: RFC 5958 §3, RFC 8018 §6.2 and appendix A; the iterations as OWASP advises for HMAC-SHA256.</remarks>
internal sealed class EncryptedPrivateKeyInfo
{
    public const int MinIterations = 600_000;

    /// <summary>Ten times the least, some seconds of work: a file that asks for more is refused rather than obeyed.</summary>
    public const int MaxIterations = 10 * MinIterations;

    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string HmacWithSha256 = "1.2.840.113549.2.9";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    private const int KeySize = 32;
    private const int SaltSize = 16;
    private const int BlockSize = 16;

    private readonly byte[] _salt;
    private readonly int _iterations;
    private readonly byte[] _iv;
    private readonly byte[] _ciphertext;

    private EncryptedPrivateKeyInfo(byte[] salt, int iterations, byte[] iv, byte[] ciphertext)
    {
        _salt = salt;
        _iterations = iterations;
        _iv = iv;
        _ciphertext = ciphertext;
    }

    public static EncryptedPrivateKeyInfo Encrypt(ReadOnlySpan<byte> privateKeyInfo, string passphrase, IEntropySource entropy)
    {
        byte[] salt = new byte[SaltSize];
        byte[] iv = new byte[BlockSize];
        entropy.Fill(salt);
        entropy.Fill(iv);
        using Aes aes = CreateCipher(passphrase, salt, MinIterations);
        return new EncryptedPrivateKeyInfo(salt, MinIterations, iv, aes.EncryptCbc(privateKeyInfo, iv));
    }

    public static bool TryDecode(ReadOnlyMemory<byte> encoded, [NotNullWhen(true)] out EncryptedPrivateKeyInfo? info)
    {
        try
        {
            info = Decode(encoded);
        }
        catch (AsnContentException)
        {
            info = null;
        }

        return info is not null;
    }

    /// <summary>False when the passphrase is wrong; the caller zeroes the result.</summary>
    public bool TryDecrypt(string passphrase, [NotNullWhen(true)] out byte[]? privateKeyInfo)
    {
        using Aes aes = CreateCipher(passphrase, _salt, _iterations);
        try
        {
            privateKeyInfo = aes.DecryptCbc(_ciphertext, _iv);
            return true;
        }
        catch (CryptographicException)
        {
            // The padding is wrong, so the key is.
            privateKeyInfo = null;
            return false;
        }
    }

    public byte[] Encode()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Pbes2);
                using (writer.PushSequence())
                {
                    WriteDerivation(writer);
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Aes256Cbc);
                        writer.WriteOctetString(_iv);
                    }
                }
            }

            writer.WriteOctetString(_ciphertext);
        }

        return writer.Encode();
    }

    private void WriteDerivation(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Pbkdf2);
            using (writer.PushSequence())
            {
                writer.WriteOctetString(_salt);
                writer.WriteInteger(_iterations);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(HmacWithSha256);
                    writer.WriteNull();
                }
            }
        }
    }

    private static EncryptedPrivateKeyInfo? Decode(ReadOnlyMemory<byte> encoded)
    {
        AsnReader whole = new(encoded, AsnEncodingRules.DER);
        AsnReader outer = whole.ReadSequence();
        whole.ThrowIfNotEmpty();
        AsnReader algorithm = outer.ReadSequence();
        byte[] ciphertext = outer.ReadOctetString();
        outer.ThrowIfNotEmpty();
        if (algorithm.ReadObjectIdentifier() != Pbes2)
        {
            return null;
        }

        AsnReader parameters = algorithm.ReadSequence();
        algorithm.ThrowIfNotEmpty();
        AsnReader derivation = parameters.ReadSequence();
        AsnReader encryption = parameters.ReadSequence();
        parameters.ThrowIfNotEmpty();
        if (derivation.ReadObjectIdentifier() != Pbkdf2 || encryption.ReadObjectIdentifier() != Aes256Cbc)
        {
            return null;
        }

        AsnReader pbkdf2 = derivation.ReadSequence();
        derivation.ThrowIfNotEmpty();
        byte[] salt = pbkdf2.ReadOctetString();
        bool bounded = pbkdf2.TryReadInt32(out int iterations) && iterations is >= MinIterations and <= MaxIterations;
        if (pbkdf2.HasData && pbkdf2.PeekTag() == Asn1Tag.Integer)
        {
            // The key's length is optional, and the cipher says it already.
            bounded &= pbkdf2.TryReadInt32(out int keySize) && keySize == KeySize;
        }

        // Without an explicit pseudo-random function the default would be HMAC-SHA1.
        bool strong = pbkdf2.HasData && pbkdf2.ReadSequence().ReadObjectIdentifier() == HmacWithSha256;
        pbkdf2.ThrowIfNotEmpty();
        byte[] iv = encryption.ReadOctetString();
        encryption.ThrowIfNotEmpty();
        return bounded && strong && iv.Length == BlockSize && ciphertext.Length > 0 && ciphertext.Length % BlockSize == 0
            ? new EncryptedPrivateKeyInfo(salt, iterations, iv, ciphertext)
            : null;
    }

    private static Aes CreateCipher(string passphrase, byte[] salt, int iterations)
    {
        byte[] password = Encoding.UTF8.GetBytes(passphrase);
        Span<byte> key = stackalloc byte[KeySize];
        try
        {
            Rfc2898DeriveBytes.Pbkdf2(password, salt, key, iterations, HashAlgorithmName.SHA256);
            Aes aes = Aes.Create();
            aes.SetKey(key);
            return aes;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
