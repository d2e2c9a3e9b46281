using System.Collections.Immutable;
using DaaCompute.Net.Training.Diagnostics;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>One control link to every connected peer that speaks the group protocol.</summary>
internal sealed class GroupLinks(ILogger logger, Action<PeerId> linked, Action<PeerId> lost) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PeerId, GroupLink> _links = [];
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

        _ = OpenAsync(peer, connection);
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

    /// <summary>The peer closed its side of a connection's control stream: it no longer takes part.</summary>
    public void Drop(IPeerConnection connection)
    {
        lock (_lock)
        {
            if (_links.TryGetValue(connection.RemotePeer.Id, out GroupLink? link)
                && ReferenceEquals(link.Connection, connection))
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

    private async Task OpenAsync(PeerId peer, IPeerConnection connection)
    {
        GroupLink link;
        try
        {
            IPeerStream stream = await connection
                .OpenStreamAsync(GroupProtocols.Control, _stop.Token).ConfigureAwait(false);
            link = new GroupLink(stream);
        }
        catch (Exception exception) when (exception is DaaComputeException or OperationCanceledException)
        {
            TrainingLog.LinkDown(logger, peer, exception.Message);
            Forget(peer, connection, link: null);
            return;
        }

        lock (_lock)
        {
            _links[peer] = link;
            _opening.Remove(peer);
        }

        TrainingLog.LinkUp(logger, peer);
        linked(peer);
        using CancellationTokenRegistration closed = connection.Closed.UnsafeRegister(
            static state => ((GroupLink)state!).Abort(), link);
        string reason = await link.Ended.ConfigureAwait(false);
        TrainingLog.LinkDown(logger, peer, reason);
        if (Forget(peer, connection, link))
        {
            lost(peer);
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
