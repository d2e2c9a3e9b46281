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

    /// <summary>The longest pause before a peer that did not say what it is is asked again.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(5);

    private readonly SignedAddresses _own = new(context.Identity, envelopes, context.Time);
    private readonly SignedAddresses? _alias =
        context.Alias is { } alias ? new(alias.Identity, alias.Envelopes, context.Time) : null;

    public static ProtocolId Protocol { get; } = new("/ipfs/id/1.0.0");

    public static ProtocolId PushProtocol { get; } = new("/ipfs/id/push/1.0.0");

    /// <summary>Asks a peer what it is, again after ever longer pauses while its connection lives and it does not answer.</summary>
    public async Task IdentifyAsync(PeerConnection connection, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(connection.Closed, cancellationToken);
        TimeSpan pause = context.Options.NegotiationTimeout;
        while (!await TryIdentifyAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await Task.Delay(pause, context.Time, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = pause * 2 < MaxPause ? pause * 2 : MaxPause;
        }
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

    private Task<bool> TryIdentifyAsync(PeerConnection connection, CancellationToken cancellationToken) => WithTimeoutAsync(
        connection,
        async token =>
        {
            IPeerStream stream = await connection.OpenStreamAsync(Protocol, token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await ReceiveAsync(connection, stream, token).ConfigureAwait(false);
            }
        },
        cancellationToken);

    private Task<bool> PushAsync(PeerConnection connection, CancellationToken cancellationToken) => WithTimeoutAsync(
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

    /// <summary>Exchanges a message; false when that failed and may go better another time.</summary>
    private async Task<bool> WithTimeoutAsync(
        PeerConnection connection, Func<CancellationToken, Task> exchange, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(context.Options.NegotiationTimeout, context.Time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, connection.Closed, cancellationToken);
        try
        {
            await exchange(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (ProtocolViolationException exception)
        {
            TransportLog.PeerMisbehaved(context.Log, connection.PeerId, exception.Message);
            foreach (PeerLink link in connection.Links)
            {
                link.Multiplexed.Abort(exception);
            }

            return true;
        }
        catch (Exception exception) when (exception is OperationCanceledException or DaaComputeException)
        {
            TransportLog.IdentifyFailed(context.Log, connection.PeerId, exception.Message);
            return exception is ProtocolNotSupportedException;
        }
    }

    private void Apply(PeerConnection connection, IdentifyMessage message)
    {
        PeerRecord? record = message.SignedRecord.IsEmpty ? null : OpenRecord(connection, message.SignedRecord.Span);
        if (record is not null && !connection.TryAdvanceRecord(record.Sequence))
        {
            // Two messages overtook each other: what the peer vouched for later stands.
            TransportLog.RecordOutdated(context.Log, connection.PeerId, record.Sequence);
            return;
        }

        ImmutableArray<Multiaddress> told = record?.Addresses ?? message.Addresses;
        PeerInfo peer = new(
            connection.PeerId,
            [.. DialPlan.Plausible(told, connection.RemoteAddress).Where(address => EndsAt(address, connection.PeerId))])
        {
            Role = message.Role,
            Capabilities = message.Capabilities,
            Protocols = message.Protocols,
            AgentVersion = message.AgentVersion,
            RecordSequence = record?.Sequence ?? 0,
        };
        connection.Describe(peer with
        {
            Addresses = peer.Addresses.IsEmpty ? [connection.RemoteAddress] : peer.Addresses,

            // Kept as long as the connection only: an ML-DSA envelope is 5 KiB, the directory holds thousands of peers.
            SignedRecord = message.SignedRecord,
        });
        directory.Add(peer, context.Options.Discovery.AddressTimeToLive);
        TransportLog.Identified(context.Log, connection.PeerId, peer.AgentVersion, peer.Role);
        registry.Identified(connection);
    }

    private PeerRecord OpenRecord(PeerConnection connection, ReadOnlySpan<byte> sealedRecord)
    {
        return envelopes.TryOpen(PeerRecord.Domain, sealedRecord, out SignedEnvelope? envelope)
            && envelope.PayloadType.Span.SequenceEqual(PeerRecord.PayloadType)
            && envelope.PublicKey.Equals(connection.RemoteKey)
            && PeerRecord.TryDecode(envelope.Payload.Span, out PeerRecord? record)
            && record.PeerId == connection.PeerId
            ? record
            : throw new ProtocolViolationException("The signed peer record is malformed, or not the peer's.");
    }

    private byte[] Describe(PeerConnection connection)
    {
        PeerInfo self = local.Info;
        SignedAddresses name = _alias is null || connection.IsPostQuantum ? _own : _alias;
        PeerPublicKey key = name.PublicKey;
        ImmutableArray<Multiaddress> addresses = [.. self.Addresses.Select(address => Rename(address, key))];
        IdentifyMessage message = new()
        {
            PublicKey = key.IsPostQuantum ? ReadOnlyMemory<byte>.Empty : key.Encoded,
            Addresses = addresses,
            Protocols = self.Protocols,
            ObservedAddress = connection.RemoteAddress,
            ProtocolVersion = ProtocolVersion,
            AgentVersion = self.AgentVersion,
            SignedRecord = name.Seal(addresses),
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

    /// <summary>An address that was announced with this node's name in it bears the name that the peer knows.</summary>
    private static Multiaddress Rename(Multiaddress address, PeerPublicKey key) =>
        address.PeerId is null ? address : address.WithPeer(key.PeerId);

    private static bool EndsAt(Multiaddress address, PeerId peer) => address.PeerId is null || address.PeerId == peer;
}
