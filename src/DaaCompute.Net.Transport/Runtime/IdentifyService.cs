using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Diagnostics;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Tells peers what this node is, and takes in what they say of themselves.</summary>
/// <remarks>Source: libp2p/specs identify (identify 1.0 and push 1.0).</remarks>
internal sealed class IdentifyService(
    NetworkContext context,
    LocalPeer local,
    ISignedEnvelopes envelopes,
    IPeerDirectory directory,
    ConnectionRegistry registry)
{
    /// <summary>What libp2p's networks without a name of their own put here; it is told, never checked.</summary>
    private const string ProtocolVersion = "ipfs/0.1.0";

    private readonly Lock _lock = new();
    private ImmutableArray<Multiaddress> _recorded = [];
    private byte[] _record = [];
    private ulong _sequence;

    public static ProtocolId Protocol { get; } = new("/ipfs/id/1.0.0");

    public static ProtocolId PushProtocol { get; } = new("/ipfs/id/push/1.0.0");

    /// <summary>Asks a peer what it is.</summary>
    public async Task IdentifyAsync(PeerConnection connection, CancellationToken cancellationToken)
    {
        await WithTimeoutAsync(
            connection,
            async token =>
            {
                IPeerStream stream = await connection.OpenStreamAsync(Protocol, token).ConfigureAwait(false);
                await using (stream.ConfigureAwait(false))
                {
                    await ReceiveAsync(connection, stream, token).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells every peer that listens for it what this node is now.</summary>
    public Task PushAsync(CancellationToken cancellationToken) => Task.WhenAll(registry.Connected
        .Where(connection => connection.RemotePeer.Protocols.Contains(PushProtocol))
        .Select(connection => PushAsync(connection, cancellationToken)));

    /// <summary>Sends the message, as the answer to identify and as a push.</summary>
    public async ValueTask SendAsync(PeerConnection connection, IPeerStream stream, CancellationToken cancellationToken)
    {
        byte[] message = Describe(connection);
        await LengthPrefixedMessage.WriteAsync(stream.Output, message, cancellationToken).ConfigureAwait(false);
        await stream.Output.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Takes a message in.</summary>
    /// <exception cref="ProtocolViolationException">It is malformed, too long, or its signed record is not the peer's.</exception>
    public async ValueTask ReceiveAsync(PeerConnection connection, IPeerStream stream, CancellationToken cancellationToken)
    {
        byte[] encoded = await LengthPrefixedMessage
            .ReadAsync(stream.Input, IdentifyMessage.MaxLength, cancellationToken)
            .ConfigureAwait(false);
        if (!IdentifyMessage.TryDecode(encoded, out IdentifyMessage? message))
        {
            throw new ProtocolViolationException("The identify message is malformed.");
        }

        Apply(connection, message);
    }

    private Task PushAsync(PeerConnection connection, CancellationToken cancellationToken) => WithTimeoutAsync(
        connection,
        async token =>
        {
            IPeerStream stream = await connection.OpenStreamAsync(PushProtocol, token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await SendAsync(connection, stream, token).ConfigureAwait(false);
            }
        },
        cancellationToken);

    private async Task WithTimeoutAsync(
        PeerConnection connection, Func<CancellationToken, Task> exchange, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(context.Options.NegotiationTimeout, context.Time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, connection.Closed, cancellationToken);
        try
        {
            await exchange(either.Token).ConfigureAwait(false);
        }
        catch (ProtocolViolationException exception)
        {
            TransportLog.PeerMisbehaved(context.Log, connection.PeerId, exception.Message);
            foreach (PeerLink link in connection.Links)
            {
                link.Multiplexed.Abort(exception);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or DaaComputeException)
        {
            TransportLog.IdentifyFailed(context.Log, connection.PeerId, exception.Message);
        }
    }

    private void Apply(PeerConnection connection, IdentifyMessage message)
    {
        ImmutableArray<Multiaddress> told =
            message.SignedRecord.IsEmpty ? message.Addresses : OpenRecord(connection, message.SignedRecord.Span);
        PeerInfo peer = new(
            connection.PeerId,
            [.. DialPlan.Plausible(told, connection.RemoteAddress).Where(address => EndsAt(address, connection.PeerId))])
        {
            Role = message.Role,
            Capabilities = message.Capabilities,
            Protocols = message.Protocols,
            AgentVersion = message.AgentVersion,
        };
        connection.Describe(peer with
        {
            Addresses = peer.Addresses.IsEmpty ? [connection.RemoteAddress] : peer.Addresses,
        });
        directory.Add(peer, context.Options.Discovery.AddressTimeToLive);
        TransportLog.Identified(context.Log, connection.PeerId, peer.AgentVersion, peer.Role);
        registry.Identified(connection);
    }

    private ImmutableArray<Multiaddress> OpenRecord(PeerConnection connection, ReadOnlySpan<byte> sealedRecord)
    {
        return envelopes.TryOpen(PeerRecord.Domain, sealedRecord, out SignedEnvelope? envelope)
            && envelope.PayloadType.Span.SequenceEqual(PeerRecord.PayloadType)
            && envelope.PublicKey.Equals(connection.RemoteKey)
            && PeerRecord.TryDecode(envelope.Payload.Span, out PeerRecord? record)
            && record.PeerId == connection.PeerId
            ? record.Addresses
            : throw new ProtocolViolationException("The signed peer record is malformed, or not the peer's.");
    }

    private byte[] Describe(PeerConnection connection)
    {
        PeerInfo self = local.Info;
        PeerPublicKey key = context.Identity.PublicKey;
        IdentifyMessage message = new()
        {
            PublicKey = key.IsPostQuantum ? ReadOnlyMemory<byte>.Empty : key.Encoded,
            Addresses = self.Addresses,
            Protocols = self.Protocols,
            ObservedAddress = connection.RemoteAddress,
            ProtocolVersion = ProtocolVersion,
            AgentVersion = self.AgentVersion,
            SignedRecord = SealRecord(self.Addresses),
            Role = self.Role,
            Capabilities = self.Capabilities,
        };
        byte[] encoded = message.Encode();
        if (encoded.Length > IdentifyMessage.MaxLength)
        {
            // The record goes first, for the addresses are told without it too; then what protocols do not fit.
            TransportLog.IdentifyCut(context.Log, IdentifyMessage.MaxLength);
            message = message with { SignedRecord = ReadOnlyMemory<byte>.Empty };
            encoded = message.Encode();
        }

        while (encoded.Length > IdentifyMessage.MaxLength)
        {
            message = message with { Protocols = message.Protocols[..^1] };
            encoded = message.Encode();
        }

        return encoded;
    }

    /// <summary>Signs once for each change of the addresses: a signature costs a millisecond, a connection should not.</summary>
    private byte[] SealRecord(ImmutableArray<Multiaddress> addresses)
    {
        lock (_lock)
        {
            if (_record.Length == 0 || !_recorded.SequenceEqual(addresses))
            {
                // The clock lets a node that starts anew go on above what it told before.
                _sequence = Math.Max(_sequence + 1, (ulong)context.Time.GetUtcNow().ToUnixTimeMilliseconds());
                PeerRecord record = new(context.Identity.PeerId, _sequence, addresses);
                _record = envelopes.Seal(PeerRecord.Domain, PeerRecord.PayloadType, record.Encode());
                _recorded = addresses;
            }

            return _record;
        }
    }

    private static bool EndsAt(Multiaddress address, PeerId peer) => address.PeerId is null || address.PeerId == peer;
}
