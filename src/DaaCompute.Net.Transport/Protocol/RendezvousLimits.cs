using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>What a rendezvous point accepts.</summary>
/// <param name="Registrations">In all.</param>
/// <param name="PeerRegistrations">Of one peer: under that many namespaces.</param>
internal sealed record RendezvousLimits(int Registrations, int PeerRegistrations)
{
    /// <summary>The longest namespace, in characters (libp2p/specs rendezvous).</summary>
    public const int MaxNamespace = 255;

    /// <summary>The longest sealed record, in bytes; identify's messages are no longer.</summary>
    public const int MaxRecord = IdentifyMessage.MaxLength;

    /// <summary>What is granted where none is asked for (libp2p/specs rendezvous).</summary>
    public static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromHours(2);

    /// <summary>The most that is granted (libp2p/specs rendezvous).</summary>
    public static readonly TimeSpan MaxTimeToLive = TimeSpan.FromHours(72);
}
