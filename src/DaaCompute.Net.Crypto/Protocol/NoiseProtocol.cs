using DaaCompute.Net.Crypto.KeyAgreement;

namespace DaaCompute.Net.Crypto.Protocol;

/// <summary>What tells one of our Noise protocols from another. The state machine is the same for all.</summary>
internal sealed class NoiseProtocol
{
    /// <summary>How many messages a handshake has.</summary>
    public const int MessageCount = 3;

    /// <summary>The longest list of multiplexers and other extensions in a payload, in bytes: ours take 20.</summary>
    public const int MaxExtensionsLength = 1_024;

    private static readonly NoiseToken[][] XX =
    [
        [NoiseToken.E],
        [NoiseToken.E, NoiseToken.EE, NoiseToken.S, NoiseToken.ES],
        [NoiseToken.S, NoiseToken.SE],
    ];

    private static readonly NoiseToken[][] XXhfs =
    [
        [NoiseToken.E, NoiseToken.E1],
        [NoiseToken.E, NoiseToken.EE, NoiseToken.Ekem1, NoiseToken.S, NoiseToken.ES],
        [NoiseToken.S, NoiseToken.SE],
    ];

    private readonly NoiseToken[][] _messages;

    private NoiseProtocol(string id, string name, NoiseToken[][] messages, IIdentityBinding binding, PeerKeyType identity)
    {
        Id = new ProtocolId(id);
        Name = name;
        _messages = messages;
        Binding = binding;
        IdentityType = identity;
    }

    /// <summary>Ours: hybrid keys, a post-quantum identity that signs the transcript, and keys that change by themselves.</summary>
    public static NoiseProtocol PostQuantum { get; } = new(
        "/daa/noise-pq/1.0.0",
        "Noise_XXhfs_25519+MLKEM768_ChaChaPoly_SHA256",
        XXhfs,
        new TranscriptBinding(),
        PeerKeyType.MlDsa65)
    {
        RekeyInterval = 1 << 16,
        IsPostQuantum = true,
    };

    /// <summary>libp2p's, for foreign peers. Source: libp2p/specs noise.</summary>
    public static NoiseProtocol Libp2p { get; } = new(
        "/noise",
        "Noise_XX_25519_ChaChaPoly_SHA256",
        XX,
        new StaticKeyBinding(),
        PeerKeyType.Ed25519);

    /// <summary>libp2p's draft: hybrid keys, classical identity. Source: libp2p/specs pull requests 716 and 727.</summary>
    public static NoiseProtocol Libp2pHybrid { get; } = new(
        "/noise-mlkem768-hfs/0.2.0",
        "Noise_XXhfs_25519+MLKEM768_ChaChaPoly_SHA256",
        XXhfs,
        new StaticKeyBinding(),
        PeerKeyType.Ed25519);

    /// <summary>The id under which it is negotiated.</summary>
    public ProtocolId Id { get; }

    /// <summary>The name that Noise hashes first.</summary>
    public string Name { get; }

    /// <summary>What identity keys sign.</summary>
    public IIdentityBinding Binding { get; }

    /// <summary>The kind of identity key both sides must have.</summary>
    public PeerKeyType IdentityType { get; }

    /// <summary>After how many records of a direction its key changes; null for never.</summary>
    public ulong? RekeyInterval { get; private init; }

    /// <summary>Whether key exchange and authentication both withstand a quantum computer.</summary>
    public bool IsPostQuantum { get; private init; }

    /// <summary>The longest payload, in bytes: identity key, signature, extensions, and their headers.</summary>
    public int MaxPayloadLength => MaxExtensionsLength + (IdentityType == PeerKeyType.MlDsa65 ? 5_280 : 1_536);

    /// <summary>The tokens of a message.</summary>
    /// <param name="message">0, 1 or 2.</param>
    public ReadOnlySpan<NoiseToken> TokensOf(int message) => _messages[message];

    /// <summary>The longest form of a message, in bytes. The first has no payload, and one length only.</summary>
    /// <param name="message">0, 1 or 2.</param>
    /// <param name="kem">The KEM of the hybrid patterns.</param>
    public int MaxMessageLength(int message, IKeyEncapsulation kem)
    {
        int length = message == 0 ? 0 : MaxPayloadLength + CipherState.TagSize;
        foreach (NoiseToken token in TokensOf(message))
        {
            length += token switch
            {
                NoiseToken.E => X25519PrivateKey.Size,
                NoiseToken.E1 => kem.EncapsulationKeySize,
                NoiseToken.Ekem1 => kem.CiphertextSize + CipherState.TagSize,
                NoiseToken.S => X25519PrivateKey.Size + CipherState.TagSize,
                _ => 0,
            };
        }

        return length;
    }
}
