using System.Buffers;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Agrees on a security protocol, drives its handshake, agrees on yamux, and starts the connection.</summary>
internal sealed class ConnectionUpgrader : IConnectionUpgrader
{
    private readonly SecurityOffers _offers;
    private readonly LinkSettings _settings;
    private readonly LinkBuffers _buffers;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes an upgrader.</summary>
    /// <param name="factories">The security protocols this node allows, best first.</param>
    /// <param name="settings">The bounds.</param>
    /// <param name="timeProvider">The clock.</param>
    public ConnectionUpgrader(
        IEnumerable<ISecureChannelFactory> factories, LinkSettings settings, TimeProvider timeProvider)
    {
        _offers = new SecurityOffers(factories);
        _settings = settings;
        _buffers = new LinkBuffers();
        _timeProvider = timeProvider;
    }

    public ValueTask<IMultiplexedConnection> UpgradeOutboundAsync(
        ITransportConnection connection, PeerId? expectedPeer, IMemoryScope memory, CancellationToken cancellationToken) =>
        UpgradeAsync(connection, isOutbound: true, expectedPeer, memory, cancellationToken);

    public ValueTask<IMultiplexedConnection> UpgradeInboundAsync(
        ITransportConnection connection, IMemoryScope memory, CancellationToken cancellationToken) =>
        UpgradeAsync(connection, isOutbound: false, expectedPeer: null, memory, cancellationToken);

    private async ValueTask<IMultiplexedConnection> UpgradeAsync(
        ITransportConnection connection,
        bool isOutbound,
        PeerId? expectedPeer,
        IMemoryScope memory,
        CancellationToken cancellationToken)
    {
        if (!memory.TryReserve(MultiplexedConnection.BaseMemory))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new HandshakeException(
                HandshakeError.Refused, "No memory is left for a connection. The setting is DaaCompute:Transport:Limits:Memory.");
        }

        try
        {
            SecuredTransport secured = await SecureAsync(connection, isOutbound, expectedPeer, cancellationToken)
                .ConfigureAwait(false);
            MultiplexedConnection multiplexed = new(secured, memory, _settings, _buffers, _timeProvider);
            multiplexed.Start(secured);
            return multiplexed;
        }
        catch
        {
            memory.Release(MultiplexedConnection.BaseMemory);
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<SecuredTransport> SecureAsync(
        ITransportConnection connection, bool isOutbound, PeerId? expectedPeer, CancellationToken cancellationToken)
    {
        HandshakeChannel channel = new(connection);
        using HandshakeDeadline deadline = new(channel, _settings, _timeProvider, cancellationToken);
        ISecureSession? session = null;
        try
        {
            session = isOutbound
                ? await DialAsync(channel, expectedPeer, deadline.Token).ConfigureAwait(false)
                : await ListenAsync(channel, deadline.Token).ConfigureAwait(false);
            Memory<byte> plaintext = await AgreeOnYamuxAsync(channel, session, isOutbound, deadline.Token).ConfigureAwait(false);
            return new SecuredTransport(
                connection, session, isOutbound, plaintext, channel.Unread, channel.BytesSent, channel.BytesReceived);
        }
        catch (Exception exception)
        {
            session?.Dispose();
            if (Explain(exception, cancellationToken) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    private async ValueTask<ISecureSession> DialAsync(
        HandshakeChannel channel, PeerId? expectedPeer, CancellationToken cancellationToken)
    {
        ISecureChannelFactory[] offers = _offers.OffersTo(expectedPeer);
        MultistreamDialer dialer = new([.. offers.Select(static offer => offer.Protocol)]);
        dialer.Start(channel.Output);

        // The id of a known peer tells what it speaks: the only fitting protocol's first message leaves with the proposal.
        bool isLazy = offers.Length == 1 && expectedPeer is not null;
        if (!isLazy)
        {
            await ConfirmAsync(channel, dialer, offers, cancellationToken).ConfigureAwait(false);
        }

        using ISecureHandshake handshake =
            offers[dialer.Agreed].CreateInitiator(expectedPeer, [MultiplexerNegotiation.Yamux]);
        ISecureSession session = await ShakeHandsAsync(
            channel,
            handshake,
            isLazy ? () => ConfirmAsync(channel, dialer, offers, cancellationToken) : null,
            cancellationToken).ConfigureAwait(false);
        if (expectedPeer is { } expected && session.RemoteKey.PeerId != expected)
        {
            session.Dispose();
            throw new HandshakeException(HandshakeError.WrongPeer, $"Another peer than {expected} answered.");
        }

        return session;
    }

    private async ValueTask<ISecureSession> ListenAsync(HandshakeChannel channel, CancellationToken cancellationToken)
    {
        ISecureChannelFactory factory = await AgreeAsync(channel, cancellationToken).ConfigureAwait(false);
        using ISecureHandshake handshake = factory.CreateResponder([MultiplexerNegotiation.Yamux]);
        return await ShakeHandsAsync(channel, handshake, confirm: null, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ISecureChannelFactory> AgreeAsync(HandshakeChannel channel, CancellationToken cancellationToken)
    {
        ISecureChannelFactory? factory = null;
        List<string> refused = [];
        try
        {
            await MultistreamNegotiation.ListenAsync(channel, IsAllowed, cancellationToken).ConfigureAwait(false);
            return factory!;
        }
        catch (DaaComputeException exception) when (refused.Count > 0)
        {
            // Whoever speaks nothing else leaves, or has sent the first message of its own handshake already.
            throw _offers.NothingCommon(refused, exception);
        }

        bool IsAllowed(string protocol)
        {
            factory = _offers.Find(protocol);
            if (factory is null)
            {
                refused.Add(protocol);
            }

            return factory is not null;
        }
    }

    private async ValueTask ConfirmAsync(
        HandshakeChannel channel, MultistreamDialer dialer, ISecureChannelFactory[] offers, CancellationToken cancellationToken)
    {
        if (!await MultistreamNegotiation.TryConfirmAsync(channel, dialer, cancellationToken).ConfigureAwait(false))
        {
            throw _offers.Declined(offers);
        }
    }

    private static async ValueTask<ISecureSession> ShakeHandsAsync(
        HandshakeChannel channel,
        ISecureHandshake handshake,
        Func<ValueTask>? confirm,
        CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> message = new();
        while (handshake.NextStep != SecureHandshakeStep.Complete)
        {
            if (handshake.NextStep == SecureHandshakeStep.Write)
            {
                message.ResetWrittenCount();
                handshake.WriteMessage(message);
                MessagePrefix.Write(channel.Output, message.WrittenSpan);
                continue;
            }

            if (confirm is not null)
            {
                await confirm().ConfigureAwait(false);
                confirm = null;
            }

            Memory<byte> received = await channel.ReadMessageAsync(handshake.MaxMessageLength, cancellationToken)
                .ConfigureAwait(false);
            handshake.ReadMessage(received.Span);
        }

        await channel.FlushAsync(cancellationToken).ConfigureAwait(false);
        return handshake.Complete();
    }

    private static async ValueTask<Memory<byte>> AgreeOnYamuxAsync(
        HandshakeChannel channel, ISecureSession session, bool isOutbound, CancellationToken cancellationToken)
    {
        if (session.Multiplexer is { } early)
        {
            return early == MultiplexerNegotiation.Yamux
                ? Memory<byte>.Empty
                : throw new HandshakeException(HandshakeError.NoCommonProtocol, $"The peer chose the multiplexer {early}.");
        }

        MultiplexerNegotiation negotiation = new(channel, session);
        return await negotiation.RunAsync(isOutbound, cancellationToken).ConfigureAwait(false);
    }

    private HandshakeException? Explain(Exception exception, CancellationToken callers) => exception switch
    {
        OperationCanceledException when !callers.IsCancellationRequested => new HandshakeException(
            HandshakeError.Timeout,
            $"The handshake took longer than {_settings.HandshakeTimeout.TotalSeconds:0.#} s, or the peer delivered less than "
            + $"{_settings.HandshakeMinimumRate} bytes per second. The setting is DaaCompute:Transport:HandshakeTimeout.",
            exception),
        TransportException => new HandshakeException(
            HandshakeError.Truncated, "The connection broke during the handshake.", exception),
        ProtocolViolationException => new HandshakeException(HandshakeError.Malformed, exception.Message, exception),
        _ => null,
    };
}
