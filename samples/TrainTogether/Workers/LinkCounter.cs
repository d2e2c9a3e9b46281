using DaaCompute.Net;
using DaaCompute.Net.Transport;

namespace TrainTogether.Workers;

/// <summary>Counts what the worker's links carry, those that are gone included.</summary>
internal sealed class LinkCounter : IAsyncDisposable
{
    private readonly IPeerNetwork _peers;
    private readonly ISubscription<PeerEvent> _events;
    private readonly Task _counting;
    private long _pastBytes;
    private int _handshakes;

    private LinkCounter(IPeerNetwork peers, ISubscription<PeerEvent> events)
    {
        _peers = peers;
        _events = events;
        _counting = CountAsync();
    }

    /// <summary>Handshakes this node began.</summary>
    public int Handshakes => Volatile.Read(ref _handshakes);

    /// <summary>Bytes sent on the wire.</summary>
    public long BytesSent => Interlocked.Read(ref _pastBytes) + _peers.Connected.Sum(link => link.BytesSent);

    /// <summary>The security protocol of every link, one each.</summary>
    public IReadOnlyList<string> Security => [.. _peers.Connected.Select(link => link.Security.Value)];

    public static async Task<LinkCounter> StartAsync(IPeerNetwork peers) => new(peers, await peers.SubscribeAsync());

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        await _counting;
    }

    private async Task CountAsync()
    {
        await foreach (PeerEvent happened in _events)
        {
            switch (happened.Kind)
            {
                case PeerEventKind.Connected when happened.Connection.IsOutbound:
                    Interlocked.Increment(ref _handshakes);
                    break;
                case PeerEventKind.Disconnected:
                    Interlocked.Add(ref _pastBytes, happened.Connection.BytesSent);
                    break;
            }
        }
    }
}
