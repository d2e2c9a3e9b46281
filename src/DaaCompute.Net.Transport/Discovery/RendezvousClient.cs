using System.Collections.Immutable;
using System.Threading.Channels;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Runtime;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Discovery;

/// <summary>This node's dealings with one rendezvous point: what it registered there, and how far it has read.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class RendezvousClient(
    Multiaddress point,
    IPeerNetwork network,
    SignedAddresses record,
    ISignedEnvelopes envelopes,
    PeerDiscoveryOptions options,
    TimeSpan timeout,
    TimeProvider time)
{
    /// <summary>A point that keeps answering full pages is left for this time; the next visit goes on where this one ended.</summary>
    private const int PagesPerVisit = 32;

    private ImmutableArray<Multiaddress> _registered = [];
    private long _registeredAt;
    private TimeSpan _renewAfter;
    private ReadOnlyMemory<byte> _cookie;
    private long _readFromStart;
    private PeerId? _peer;

    /// <summary>Registers where that is due, and reads what is new.</summary>
    /// <exception cref="DaaComputeException">The point cannot be reached, or refuses, or breaks the protocol.</exception>
    public async ValueTask VisitAsync(ChannelWriter<PeerInfo> found, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            IPeerConnection connection = await network.ConnectAsync(point, either.Token).ConfigureAwait(false);
            _peer = connection.RemotePeer.Id;
            IPeerStream stream =
                await connection.OpenStreamAsync(RendezvousHandler.RendezvousProtocol, either.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await RegisterAsync(stream, either.Token).ConfigureAwait(false);
                await DiscoverAsync(stream, found, either.Token).ConfigureAwait(false);
                await stream.Output.CompleteAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectionClosedException($"The rendezvous point {point} did not answer within {timeout}.");
        }
    }

    /// <summary>Takes the registration back, if this node is still connected; a goodbye is not worth a handshake.</summary>
    public async ValueTask LeaveAsync()
    {
        if (_registered.IsEmpty || _peer is null || network.FindConnection(_peer) is not IPeerConnection connection)
        {
            return;
        }

        using CancellationTokenSource late = new(timeout, time);
        try
        {
            IPeerStream stream =
                await connection.OpenStreamAsync(RendezvousHandler.RendezvousProtocol, late.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await SendAsync(stream, new RendezvousUnregister(options.RendezvousNamespace), late.Token).ConfigureAwait(false);
                await stream.Output.CompleteAsync().ConfigureAwait(false);

                // The point closes its side once it has read all.
                await LengthPrefixedMessage
                    .TryReadAsync(stream.Input, RendezvousMessage.MaxLength, late.Token)
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            throw new ConnectionClosedException($"The rendezvous point {point} did not answer within {timeout}.");
        }
    }

    private async ValueTask RegisterAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        ImmutableArray<Multiaddress> addresses = network.LocalPeer.Addresses;
        bool isCurrent = _registered.SequenceEqual(addresses) && time.GetElapsedTime(_registeredAt) < _renewAfter;

        // A node that nobody can dial has nothing to tell.
        if (addresses.IsEmpty || isCurrent)
        {
            return;
        }

        RendezvousRegistration registration = new(
            options.RendezvousNamespace, record.Seal(addresses), (ulong)options.RendezvousTimeToLive.TotalSeconds);
        await SendAsync(stream, new RendezvousRegister(registration), cancellationToken).ConfigureAwait(false);
        RendezvousRegisterResponse response =
            await ReceiveAsync<RendezvousRegisterResponse>(stream, cancellationToken).ConfigureAwait(false);
        if (response.Status != RendezvousStatus.Ok)
        {
            throw new ProtocolViolationException(
                $"The rendezvous point {point} refuses to register this node: {response.Status}. {response.Text}");
        }

        // Renewed at half of what was granted: one visit may fail without the registration ending.
        double granted = Math.Min(
            response.TimeToLive == 0 ? options.RendezvousTimeToLive.TotalSeconds : response.TimeToLive,
            RendezvousLimits.MaxTimeToLive.TotalSeconds);
        _renewAfter = TimeSpan.FromSeconds(granted / 2);
        _registeredAt = time.GetTimestamp();
        _registered = addresses;
    }

    private async ValueTask DiscoverAsync(
        IPeerStream stream, ChannelWriter<PeerInfo> found, CancellationToken cancellationToken)
    {
        // What was read long ago is about to expire in the directory, and may still hold: now and then all is read again.
        if (_cookie.IsEmpty || time.GetElapsedTime(_readFromStart) > options.AddressTimeToLive / 2)
        {
            (_cookie, _readFromStart) = (ReadOnlyMemory<byte>.Empty, time.GetTimestamp());
        }

        for (int page = 0; page < PagesPerVisit; page++)
        {
            RendezvousDiscover request = new(options.RendezvousNamespace, RendezvousMessage.MaxRegistrations, _cookie);
            await SendAsync(stream, request, cancellationToken).ConfigureAwait(false);
            RendezvousDiscoverResponse response =
                await ReceiveAsync<RendezvousDiscoverResponse>(stream, cancellationToken).ConfigureAwait(false);
            if (response.Status == RendezvousStatus.InvalidCookie && !_cookie.IsEmpty)
            {
                // The point began anew: so does the reading.
                _cookie = ReadOnlyMemory<byte>.Empty;
                continue;
            }

            if (response.Status != RendezvousStatus.Ok)
            {
                throw new ProtocolViolationException(
                    $"The rendezvous point {point} refuses a search: {response.Status}. {response.Text}");
            }

            foreach (RendezvousRegistration registration in response.Registrations)
            {
                if (Open(registration, stream.Connection.RemoteAddress) is PeerInfo peer)
                {
                    await found.WriteAsync(peer, cancellationToken).ConfigureAwait(false);
                }
            }

            _cookie = response.Cookie.Length <= RendezvousMessage.MaxCookie ? response.Cookie : ReadOnlyMemory<byte>.Empty;
            if (response.Registrations.Length < RendezvousMessage.MaxRegistrations)
            {
                return;
            }
        }
    }

    /// <summary>What a registration says, if its peer signed it; the point is not believed.</summary>
    private PeerInfo? Open(RendezvousRegistration registration, Multiaddress reachedAt)
    {
        if (registration.SignedRecord.Length > RendezvousLimits.MaxRecord
            || !SignedPeerRecord.TryOpen(envelopes, registration.SignedRecord.Span, out PeerRecord? told)
            || told.PeerId == network.LocalPeer.Id)
        {
            return null;
        }

        ImmutableArray<Multiaddress> addresses = [.. DialPlan.Plausible(told.Addresses, reachedAt)];
        return addresses.IsEmpty ? null : new PeerInfo(told.PeerId, addresses);
    }

    private static ValueTask SendAsync(IPeerStream stream, RendezvousMessage message, CancellationToken cancellationToken) =>
        LengthPrefixedMessage.WriteAsync(stream.Output, message.Encode(), cancellationToken);

    private async ValueTask<T> ReceiveAsync<T>(IPeerStream stream, CancellationToken cancellationToken)
        where T : RendezvousMessage
    {
        byte[] encoded = await LengthPrefixedMessage
            .ReadAsync(stream.Input, RendezvousMessage.MaxLength, cancellationToken)
            .ConfigureAwait(false);
        return RendezvousMessage.TryDecode(encoded, out RendezvousMessage? message) && message is T answer
            ? answer
            : throw new ProtocolViolationException($"The rendezvous point {point} sent something that is no answer.");
    }
}
