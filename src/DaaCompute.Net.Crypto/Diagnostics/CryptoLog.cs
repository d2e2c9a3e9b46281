using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Crypto.Diagnostics;

/// <summary>What this package logs; event ids 1000–1999. Never a key, a passphrase or a payload.</summary>
internal static partial class CryptoLog
{
    public const string Category = "DaaCompute.Net.Crypto";

    [LoggerMessage(1000, LogLevel.Information, "{Algorithm} is computed by {Provider} ({Setting} is {Choice})")]
    public static partial void ProviderChosen(
        this ILogger logger, string algorithm, string provider, string setting, CryptoProvider choice);

    [LoggerMessage(1001, LogLevel.Warning, "Signatures are deterministic: fit for tests and simulation only")]
    public static partial void DeterministicSignatures(this ILogger logger);

    [LoggerMessage(1010, LogLevel.Information, "Identity {PeerId} was loaded from {Path}")]
    public static partial void IdentityLoaded(this ILogger logger, PeerId peerId, string path);

    [LoggerMessage(1011, LogLevel.Information, "Identity {PeerId} was made and stored in {Path}")]
    public static partial void IdentityCreated(this ILogger logger, PeerId peerId, string path);

    [LoggerMessage(1012, LogLevel.Information, "Identity {PeerId} was made for this run only; DaaCompute:Crypto:IdentityPath would keep it")]
    public static partial void IdentityEphemeral(this ILogger logger, PeerId peerId);

    [LoggerMessage(1013, LogLevel.Warning, "Classical peers are allowed: they know this node as {PeerId}, and a quantum computer could pose as it or them")]
    public static partial void ClassicalPeersAllowed(this ILogger logger, PeerId peerId);
}
