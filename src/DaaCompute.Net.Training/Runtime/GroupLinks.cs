using System.Collections.Immutable;
using DaaCompute.Net.Training.Diagnostics;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>One control link to every connected peer that speaks the group protocol.</summary>
/// <remarks>
/// A link is a stream, and a connection may outlive it: the peer crashed and came back over a link of the transport that
/// this node did not yet know to be needed, or the transport renewed its keys. So a link that ends is opened again for as
/// long as there is a connection and the peer speaks the protocol.
/// </remarks>
internal sealed class GroupLinks(ILogger logger, TimeProvider time, Action<PeerId> linked, Action<PeerId> lost) : IAsyncDisposable
{
    /// <summary>Between two openings of a peer's link: one that closes what it is sent is not asked more often.</summary>
    private static readonly TimeSpan ReopenInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<PeerId, GroupLink> _links = [];
    private readonly Dictionary<PeerId, int> _inbound = [];
    private readonly Dictionary<PeerId, IPeerConnection> _opening = [];
    private readonly CancellationTokenSource _stop = new();

    public ImmutableArray<PeerId> Peers
    {
        get
        {
            lock (_lock)
            {
                return [.. _links.Keys.Order()];
            }
        }
    }

    /// <summary>Opens a link over a connection that has none yet.</summary>
    public void Ensure(IPeerConnection connection)
    {
        PeerId peer = connection.RemotePeer.Id;
        lock (_lock)
        {
            bool isOpening = _opening.TryGetValue(peer, out IPeerConnection? opening)
                && ReferenceEquals(opening, connection);
            bool isLinked = _links.TryGetValue(peer, out GroupLink? link)
                && ReferenceEquals(link.Connection, connection);
            if (isOpening || isLinked || _stop.IsCancellationRequested || connection.Closed.IsCancellationRequested)
            {
                return;
            }

            _opening[peer] = connection;
        }

        _ = ServeAsync(peer, connection);
    }

    public bool Send(PeerId peer, ReadOnlyMemory<byte> frame)
    {
        GroupLink? link;
        lock (_lock)
        {
            if (!_links.TryGetValue(peer, out link))
            {
                return false;
            }
        }

        link.Send(frame);
        return true;
    }

    /// <summary>The peer has opened a control stream to this node.</summary>
    public void Entered(IPeerConnection connection)
    {
        lock (_lock)
        {
            PeerId peer = connection.RemotePeer.Id;
            _inbound[peer] = _inbound.GetValueOrDefault(peer) + 1;
        }

        Ensure(connection);
    }

    /// <summary>A control stream of the peer's has ended. With the last one, the peer no longer takes part.</summary>
    public void Left(IPeerConnection connection)
    {
        lock (_lock)
        {
            PeerId peer = connection.RemotePeer.Id;
            if (--_inbound[peer] > 0)
            {
                return;
            }

            _inbound.Remove(peer);
            if (_links.TryGetValue(peer, out GroupLink? link) && ReferenceEquals(link.Connection, connection))
            {
                link.Abort();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        GroupLink[] links;
        lock (_lock)
        {
            links = [.. _links.OrderBy(one => one.Key).Select(one => one.Value)];
            _links.Clear();
        }

        foreach (GroupLink link in links)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    /// <summary>Keeps a link over a connection until one of the two ends for good.</summary>
    private async Task ServeAsync(PeerId peer, IPeerConnection connection)
    {
        GroupLink? last = null;
        while (await OpenAsync(peer, connection).ConfigureAwait(false) is GroupLink link)
        {
            last = link;
            long opened = time.GetTimestamp();
            using CancellationTokenRegistration closed = connection.Closed.UnsafeRegister(
                static state => ((GroupLink)state!).Abort(), link);
            string reason = await link.Ended.ConfigureAwait(false);
            TrainingLog.LinkDown(logger, peer, reason);
            if (!MayReopen(peer, connection, link)
                || !await PauseAsync(ReopenInterval - time.GetElapsedTime(opened), connection).ConfigureAwait(false))
            {
                break;
            }
        }

        if (Forget(peer, connection, last))
        {
            lost(peer);
        }
    }

    /// <summary>Opens a link; null when the peer does not speak the protocol, or the connection is gone.</summary>
    private async ValueTask<GroupLink?> OpenAsync(PeerId peer, IPeerConnection connection)
    {
        GroupLink? link = null;
        while (link is null)
        {
            try
            {
                IPeerStream stream = await connection
                    .OpenStreamAsync(GroupProtocols.Control, _stop.Token).ConfigureAwait(false);
                link = new GroupLink(stream);
            }
            catch (Exception exception) when (exception is DaaComputeException or OperationCanceledException)
            {
                TrainingLog.LinkDown(logger, peer, exception.Message);
                if (exception is ProtocolNotSupportedException
                    || !await PauseAsync(ReopenInterval, connection).ConfigureAwait(false))
                {
                    return null;
                }
            }
        }

        lock (_lock)
        {
            _links[peer] = link;
            _opening.Remove(peer);
        }

        TrainingLog.LinkUp(logger, peer);
        linked(peer);
        return link;
    }

    private bool MayReopen(PeerId peer, IPeerConnection connection, GroupLink link)
    {
        lock (_lock)
        {
            return !_stop.IsCancellationRequested
                && !connection.Closed.IsCancellationRequested
                && _links.TryGetValue(peer, out GroupLink? current)
                && ReferenceEquals(current, link);
        }
    }

    /// <summary>Waits; false when the connection or the node ended meanwhile.</summary>
    private async ValueTask<bool> PauseAsync(TimeSpan pause, IPeerConnection connection)
    {
        try
        {
            if (pause > TimeSpan.Zero)
            {
                using CancellationTokenSource either =
                    CancellationTokenSource.CreateLinkedTokenSource(connection.Closed, _stop.Token);
                await Task.Delay(pause, time, either.Token).ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>True when it was this link that served the peer, and none has taken its place.</summary>
    private bool Forget(PeerId peer, IPeerConnection connection, GroupLink? link)
    {
        lock (_lock)
        {
            if (_opening.TryGetValue(peer, out IPeerConnection? opening) && ReferenceEquals(opening, connection))
            {
                _opening.Remove(peer);
            }

            return link is not null
                && _links.TryGetValue(peer, out GroupLink? current)
                && ReferenceEquals(current, link)
                && _links.Remove(peer);
        }
    }
}
