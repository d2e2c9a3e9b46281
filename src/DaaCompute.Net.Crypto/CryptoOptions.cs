using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Crypto;

/// <summary>Which cryptography a node uses and where its identity lies. Section <c>DaaCompute:Crypto</c>.</summary>
public sealed class CryptoOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string SectionName = "DaaCompute:Crypto";

    /// <summary>Who computes ML-KEM-768.</summary>
    /// <value>
    /// <see cref="CryptoProvider.Automatic"/>: BouncyCastle, because it runs everywhere and its randomness is the node's.
    /// </value>
    public CryptoProvider KeyEncapsulation { get; set; }

    /// <summary>Who computes ML-DSA-65.</summary>
    /// <value>
    /// <see cref="CryptoProvider.Automatic"/>: BouncyCastle, which measured faster than OpenSSL 3.5 through .NET, both
    /// signing (0.8–1.0 ms against 1.4) and verifying (0.21–0.27 ms against 0.27–0.29).
    /// </value>
    public CryptoProvider Signatures { get; set; }

    /// <summary>Who computes ChaCha20-Poly1305. AES-256-GCM is always the platform's.</summary>
    /// <value><see cref="CryptoProvider.Automatic"/>: the platform where it has the cipher, else BouncyCastle.</value>
    public CryptoProvider AuthenticatedCipher { get; set; }

    /// <summary>
    /// Whether signatures leave out the random hedge of FIPS 204 §3.4. For tests and simulation only: the hedge is what
    /// keeps faults and side channels from giving the key away.
    /// </summary>
    /// <value>False.</value>
    public bool DeterministicSignatures { get; set; }

    /// <summary>The file that keeps this node's identity; made at the first start. Null for a new identity at every start.</summary>
    /// <value>Null.</value>
    public string? IdentityPath { get; set; }

    /// <summary>The passphrase that the identity's file is encrypted under; null when it is not encrypted.</summary>
    /// <value>Null. Give it through the environment or a secret store, not through a file that is checked in.</value>
    public string? IdentityPassphrase { get; set; }

    /// <summary>
    /// Whether peers with Ed25519 keys, which a quantum computer can forge, are talked to: the node then has an Ed25519
    /// alias besides, kept beside <see cref="IdentityPath"/> with <c>.ed25519</c> added, and offers <c>/noise</c> last.
    /// </summary>
    /// <value>False.</value>
    public bool AllowClassicalPeers { get; set; }

    /// <summary>How many peers' public keys are kept prepared for the next signature, the most recently used ones.</summary>
    /// <value>
    /// 1,024: eight times the default limit of connections, at most 4 KiB of encoded key each, so 4 MiB.
    /// </value>
    [Range(1, 1 << 20)]
    public int VerificationKeyCacheSize { get; set; } = 1024;
}
