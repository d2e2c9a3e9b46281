using System.Collections.Immutable;
using System.Threading.Channels;
using DaaCompute.Net.Transport.Diagnostics;
using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Runtime;
using DaaCompute.Net.Transport.Wire;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Transport.Discovery;

/// <summary>Multicast DNS on one link: datagrams in and out, timers, and the two cores between them.</summary>
internal sealed class MdnsLinkSession(
    IMulticastLink link,
    string peerName,
    IPeerNetwork network,
    ChannelWriter<PeerInfo> found,
    IEntropySource entropy,
    TimeProvider time,
    MdnsMetrics metrics,
    ILogger log)
{
    /// <summary>Port 5353 marks a multicast resolver (RFC 6762 sections 6 and 6.7).</summary>
    private const int MdnsPort = 5353;

    /// <summary>A link that floods must not eat the processor: beyond this, datagrams are dropped unread.</summary>
    private const int DatagramsPerSecond = 100;
    private const int DatagramBurst = 400;

    /// <summary>Answers to one receiver are longer than their queries: few of them leave in a second.</summary>
    private const int UnicastsPerSecond = 5;

    /// <summary>This node's addresses are looked at at least this often.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Signal _wake = new();
    private readonly long _began = time.GetTimestamp();
    private readonly MdnsResponder _responder = new(peerName, network.LocalPeer.Id, entropy);
    private readonly MdnsQuerier _querier = new(peerName, entropy);
    private TokenBucket _datagrams = new(DatagramsPerSecond, DatagramBurst, TimeSpan.Zero);
    private TokenBucket _unicasts = new(UnicastsPerSecond, UnicastsPerSecond, TimeSpan.Zero);

    private TimeSpan Now => time.GetElapsedTime(_began);

    /// <summary>Runs until cancelled, and then says goodbye.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            lock (_lock)
            {
                _querier.Start(Now);
            }

            Task receiving = ReceiveAsync(ended.Token);
            Task sending = SendAsync(ended.Token);
            await Task.WhenAny(receiving, sending).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(receiving, sending).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await SayGoodbyeAsync().ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            TransportLog.MdnsLinkLost(log, link.Name, exception.Message);
        }
        finally
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MdnsMessage.MaxLength];
        while (true)
        {
            MulticastDatagram datagram = await link.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            MdnsMessage? reply = Take(buffer.AsSpan(0, datagram.Length), datagram);
            if (reply is not null)
            {
                await TrySendAsync(token => link.SendAsync(reply.Encode(), datagram.Source, token), cancellationToken)
                    .ConfigureAwait(false);
            }

            _wake.Set();
        }
    }

    /// <summary>Gives a datagram to the cores; returns what is to be sent back to its sender alone.</summary>
    private MdnsMessage? Take(ReadOnlySpan<byte> bytes, MulticastDatagram datagram)
    {
        lock (_lock)
        {
            bool isWelcome = datagram.IsOnLink && _datagrams.TryTake(Now);
            if (!isWelcome || !MdnsMessage.TryDecode(bytes, out MdnsMessage? message))
            {
                metrics.Received(isWelcome ? "malformed" : datagram.IsOnLink ? "rate" : "off-link");
                return null;
            }

            bool isLegacy = datagram.Source.Port != MdnsPort;
            metrics.Received(message.IsResponse ? "response" : "query");
            if (message.IsResponse)
            {
                if (!isLegacy)
                {
                    Tell(_querier.Receive(message, address => Accepts(address, datagram), Now));
                }

                return null;
            }

            if (!isLegacy)
            {
                _querier.Overhear(message, Now);
            }

            return _responder.Receive(message, datagram.Source, isLegacy, Now) is MdnsMessage reply && _unicasts.TryTake(Now)
                ? reply
                : null;
        }
    }

    /// <summary>Only addresses of the link are dialled: a datagram must not send this node to a stranger elsewhere.</summary>
    private bool Accepts(Multiaddress address, MulticastDatagram datagram) =>
        link.Reaches(address)
        || (datagram.IsOwnMachine && AddressScopes.ScopeOf(address) == AddressScope.Loopback);

    private void Tell(ImmutableArray<PeerInfo> peers)
    {
        foreach (PeerInfo peer in peers)
        {
            found.TryWrite(peer);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            (ImmutableArray<MdnsMessage> messages, TimeSpan wait) = Collect();
            foreach (MdnsMessage message in messages)
            {
                metrics.Sent(message.IsResponse);
                await TrySendAsync(token => link.SendAsync(message.Encode(), token), cancellationToken).ConfigureAwait(false);
            }

            await _wake.WaitAsync(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private (ImmutableArray<MdnsMessage> Messages, TimeSpan Wait) Collect()
    {
        lock (_lock)
        {
            TimeSpan now = Now;
            _responder.Offer([.. network.LocalPeer.Addresses.Where(link.Reaches)], now);
            ImmutableArray<MdnsMessage> queries = _querier.Poll(now);
            ImmutableArray<MdnsMessage> messages =
                _responder.Poll(now) is MdnsMessage response ? queries.Add(response) : queries;
            TimeSpan wait = Wait(_querier.Due, now) < Wait(_responder.Due, now)
                ? Wait(_querier.Due, now)
                : Wait(_responder.Due, now);
            return (messages, wait);
        }
    }

    private static TimeSpan Wait(TimeSpan? due, TimeSpan now) =>
        TimeSpan.FromTicks(Math.Clamp((due - now)?.Ticks ?? long.MaxValue, 0, LongestWait.Ticks));

    private async ValueTask SayGoodbyeAsync()
    {
        MdnsMessage? goodbye;
        lock (_lock)
        {
            goodbye = _responder.Goodbye();
        }

        if (goodbye is not null)
        {
            await TrySendAsync(token => link.SendAsync(goodbye.Encode(), token), CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>A datagram that is lost is sent again in time by the rules of the protocol; the link may be back by then.</summary>
    private async ValueTask TrySendAsync(Func<CancellationToken, ValueTask> send, CancellationToken cancellationToken)
    {
        try
        {
            await send(cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            TransportLog.MdnsSendFailed(log, link.Name, exception.Message);
        }
    }
}
