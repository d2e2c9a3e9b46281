using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Diagnostics;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Runtime;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Discovery;

/// <summary>The rendezvous point: answers registrations and searches, one after another on each stream.</summary>
/// <remarks>Source: libp2p/specs rendezvous.</remarks>
internal sealed class RendezvousHandler(
    RendezvousRegistry registry, ISignedEnvelopes envelopes, TimeProvider time, RendezvousMetrics metrics) : IProtocolHandler
{
    /// <summary>A record, a namespace, a cookie and their headers; in bytes.</summary>
    private const int MaxRequest = RendezvousLimits.MaxRecord + 4_096;

    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();

    public static ProtocolId RendezvousProtocol { get; } = new("/rendezvous/1.0.0");

    public ProtocolId Protocol => RendezvousProtocol;

    private TimeSpan Now => time.GetElapsedTime(_began);

    public async ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        PeerPublicKey peer = stream.Connection.RemoteKey;
        while (await LengthPrefixedMessage
            .TryReadAsync(stream.Input, MaxRequest, cancellationToken)
            .ConfigureAwait(false) is byte[] encoded)
        {
            if (!RendezvousMessage.TryDecode(encoded, out RendezvousMessage? request))
            {
                throw new ProtocolViolationException("The rendezvous message is malformed.");
            }

            if (Answer(peer, request) is RendezvousMessage answer)
            {
                await LengthPrefixedMessage.WriteAsync(stream.Output, answer.Encode(), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private RendezvousMessage? Answer(PeerPublicKey peer, RendezvousMessage request)
    {
        switch (request)
        {
            case RendezvousRegister register:
                RendezvousRegisterResponse registered = Register(peer, register.Registration);
                metrics.Answered("register", registered.Status);
                return registered;
            case RendezvousUnregister unregister:
                lock (_lock)
                {
                    registry.Unregister(peer.PeerId, unregister.Namespace);
                    metrics.Registrations = registry.Count;
                }

                return null;
            case RendezvousDiscover discover:
                RendezvousDiscoverResponse found;
                lock (_lock)
                {
                    found = registry.Discover(discover, Now);
                }

                metrics.Answered("discover", found.Status);
                return found;
            default:
                throw new ProtocolViolationException("A rendezvous point was sent an answer.");
        }
    }

    private RendezvousRegisterResponse Register(PeerPublicKey peer, RendezvousRegistration registration)
    {
        // Only the peer itself may say where it is; the check is costly, so that of the namespace's form comes with it.
        if (registration.SignedRecord.Length > RendezvousLimits.MaxRecord
            || !SignedPeerRecord.TryOpen(envelopes, registration.SignedRecord.Span, out PeerRecord? record)
            || record.PeerId != peer.PeerId)
        {
            return new RendezvousRegisterResponse(
                RendezvousStatus.InvalidSignedPeerRecord, "The signed peer record is malformed, or not the sender's.", 0);
        }

        lock (_lock)
        {
            RendezvousRegisterResponse response = registry.Register(peer.PeerId, registration, Now);
            metrics.Registrations = registry.Count;
            return response;
        }
    }
}
