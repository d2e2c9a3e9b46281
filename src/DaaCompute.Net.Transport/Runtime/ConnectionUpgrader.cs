using System.Buffers;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Agrees on a security protocol, drives its handshake, agrees on yamux, and starts the connection.</summary>
internal sealed class ConnectionUpgrader : IConnectionUpgrader
{
    private readonly ISecureChannelFactory[] _factories;
    private readonly ProtocolId[] _offers;
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
        _factories = [.. factories];
        if (_factories.Length == 0)
        {
            throw new ArgumentException("A node needs at least one security protocol.", nameof(factories));
        }

        _offers = [.. _factories.Select(static factory => factory.Protocol)];
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
        MultistreamDialer dialer = await MultistreamNegotiation.DialAsync(channel, _offers, cancellationToken)
            .ConfigureAwait(false);
        ISecureChannelFactory factory = Find(dialer.Agreed);
        using ISecureHandshake handshake = factory.CreateInitiator(expectedPeer, [MultiplexerNegotiation.Yamux]);
        ISecureSession session = await ShakeHandsAsync(
            channel, handshake, _offers.Length == 1 ? dialer : null, cancellationToken).ConfigureAwait(false);
        if (expectedPeer is { } expected && session.RemoteKey.PeerId != expected)
        {
            session.Dispose();
            throw new HandshakeException(HandshakeError.WrongPeer, $"Another peer than {expected} answered.");
        }

        return session;
    }

    private async ValueTask<ISecureSession> ListenAsync(HandshakeChannel channel, CancellationToken cancellationToken)
    {
        ProtocolId agreed = await MultistreamNegotiation
            .ListenAsync(channel, protocol => _offers.Any(offer => offer.Value == protocol), cancellationToken)
            .ConfigureAwait(false);
        using ISecureHandshake handshake = Find(agreed).CreateResponder([MultiplexerNegotiation.Yamux]);
        return await ShakeHandsAsync(channel, handshake, unconfirmed: null, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<ISecureSession> ShakeHandsAsync(
        HandshakeChannel channel,
        ISecureHandshake handshake,
        MultistreamDialer? unconfirmed,
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

            if (unconfirmed is not null)
            {
                await MultistreamNegotiation.ConfirmAsync(channel, unconfirmed, cancellationToken).ConfigureAwait(false);
                unconfirmed = null;
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

    private ISecureChannelFactory Find(ProtocolId protocol) =>
        Array.Find(_factories, factory => factory.Protocol == protocol)!;

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
