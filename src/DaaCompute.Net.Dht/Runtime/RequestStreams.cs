using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>Streams that wait for the next request to the same peer, one a peer, for a short while.</summary>
internal sealed class RequestStreams(DhtContext context, BackgroundWork work, CancellationToken stopping)
{
    private const int MaxIdle = 64;

    /// <summary>Half of what js-libp2p waits for the next message before it resets the stream.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<PeerId, (IPeerStream Stream, DateTimeOffset Until)> _idle = [];
    private readonly Queue<PeerId> _order = new();
    private bool _sweeping;

    /// <summary>Takes the stream that waits for a peer, or null.</summary>
    public IPeerStream? TryTake(PeerId peer)
    {
        IPeerStream stream;
        lock (_lock)
        {
            if (!_idle.Remove(peer, out (IPeerStream Stream, DateTimeOffset Until) idle))
            {
                return null;
            }

            stream = idle.Stream;
            if (idle.Until > context.Now && !stream.Connection.Closed.IsCancellationRequested)
            {
                return stream;
            }
        }

        stream.Abort();
        return null;
    }

    /// <summary>Gives a stream back after an answer; it is closed when one waits for that peer already.</summary>
    public async ValueTask ReturnAsync(PeerId peer, IPeerStream stream)
    {
        if (!TryKeep(peer, stream))
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Closes all of them.</summary>
    public async ValueTask CloseAsync()
    {
        foreach (IPeerStream stream in Take(DateTimeOffset.MaxValue))
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private bool TryKeep(PeerId peer, IPeerStream stream)
    {
        bool sweep;
        lock (_lock)
        {
            if (stopping.IsCancellationRequested || _idle.Count >= MaxIdle || _idle.ContainsKey(peer))
            {
                return false;
            }

            _idle.Add(peer, (stream, context.Now + IdleTime));
            _order.Enqueue(peer);
            sweep = !_sweeping;
            _sweeping = true;
        }

        if (sweep)
        {
            work.Run("idle streams", SweepAsync);
        }

        return true;
    }

    private async Task SweepAsync()
    {
        bool any = true;
        while (any)
        {
            await Task.Delay(IdleTime, context.Time, stopping).ConfigureAwait(false);
            foreach (IPeerStream stream in Take(context.Now))
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            lock (_lock)
            {
                any = _sweeping = _order.Count > 0;
            }
        }
    }

    /// <summary>Takes those that have waited until a time, in the order they came.</summary>
    private List<IPeerStream> Take(DateTimeOffset until)
    {
        List<IPeerStream> taken = [];
        lock (_lock)
        {
            for (int count = _order.Count; count > 0; count--)
            {
                PeerId peer = _order.Dequeue();
                if (!_idle.TryGetValue(peer, out (IPeerStream Stream, DateTimeOffset Until) idle))
                {
                    continue;
                }

                if (idle.Until > until)
                {
                    _order.Enqueue(peer);
                    continue;
                }

                _idle.Remove(peer);
                taken.Add(idle.Stream);
            }
        }

        return taken;
    }
}
