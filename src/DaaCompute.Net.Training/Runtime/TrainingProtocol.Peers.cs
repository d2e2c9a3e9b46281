using System.Buffers;
using System.Collections.Immutable;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Training.Diagnostics;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Training.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Runtime;

internal sealed partial class TrainingProtocol
{
    void IGroupOutlet.Send(GroupId group, PeerId? to, ReadOnlyMemory<byte> frame)
    {
        ImmutableArray<Announcement> members;
        lock (_lock)
        {
            members = _book.MembersOf(group);
        }

        foreach (Announcement member in members)
        {
            if ((to is null || member.Member.Peer == to) && member.Member.Peer != _services.Network.LocalPeer.Id)
            {
                _links.Send(member.Member.Peer, frame);
            }
        }
    }

    void IGroupOutlet.Closed(AllReduceGroup group)
    {
        lock (_lock)
        {
            _groups.Remove(group.Id);
            _book.Remove(group.Id, group.Self);
        }
    }

    void IGroupOutlet.Forget(GroupId group, MemberId member)
    {
        lock (_lock)
        {
            _book.Remove(group, member);
        }
    }

    /// <summary>
    /// Tells every linked peer that this node is in a group, and looks up those that are known to be.
    /// </summary>
    private void Announce(AllReduceGroup group)
    {
        Announcement own = _services.Codec.Announce(group.Id, group.Self, _services.Network.LocalPeer.Addresses);
        ImmutableArray<Announcement> members;
        lock (_lock)
        {
            members = _book.MembersOf(group.Id);
            _book.Add(own, IsPinned);
        }

        Pass(own, except: null);
        foreach (Announcement member in members)
        {
            _dialer.Dial(member, group.Closed);
            Post(group, new GroupEvent.PeerFound(member.Member.Peer));
        }

        Search(group, own);

        // A group of one need not wait for the clock.
        Post(group, new GroupEvent.Tick());
    }

    /// <summary>Looks for members beyond the connected peers, until the group is closed.</summary>
    private void Search(AllReduceGroup group, Announcement own)
    {
        Task search = _search.RunAsync(
            group.Id,
            GroupCodec.Publication(own),
            peer => _dialer.TryDial(peer, group.Id, group.Closed),
            message => Hear(group, message),
            group.Closed);
        lock (_lock)
        {
            _searches.RemoveAll(static earlier => earlier.IsCompleted);
            _searches.Add(search);
        }
    }

    /// <summary>Takes in what was published on a group's topic: announcements, and nothing else.</summary>
    private void Hear(AllReduceGroup group, GossipMessage message)
    {
        try
        {
            if (message.Data.Length <= LengthPrefixed.MaxLength
                && GroupCodec.Read(new ReadOnlySequence<byte>(message.Data), message.ReceivedFrom)
                    is GroupFrame.Announced announced
                && announced.Announcement.Group == group.Id)
            {
                Learn(message.ReceivedFrom, announced.Announcement);
            }
        }
        catch (ProtocolViolationException exception)
        {
            // Gossip carries what strangers wrote: it says nothing of who passed it on.
            TrainingLog.ProtocolViolated(_services.Logger, message.ReceivedFrom, exception.Message);
        }
    }

    private async ValueTask DispatchAsync(PeerId from, GroupFrame frame, CancellationToken cancellationToken)
    {
        if (frame is GroupFrame.Announced announced)
        {
            Learn(from, announced.Announcement);
            return;
        }

        if (frame is GroupFrame.Left left)
        {
            ((IGroupOutlet)this).Forget(left.Group, new MemberId(from, left.Incarnation));
        }

        if (Find(frame.Group) is not { } group)
        {
            return;
        }

        if (frame is GroupFrame.Stated stated && !_services.Codec.Verify(stated.Signed))
        {
            throw new ProtocolViolationException("A statement's signature does not fit.");
        }

        GroupEvent happened = frame switch
        {
            GroupFrame.Stated one => new GroupEvent.Stated(from, one.Signed),
            GroupFrame.Beat one => new GroupEvent.Beat(one.Heartbeat),
            GroupFrame.Ready one => new GroupEvent.Ready(new MemberId(from, one.Incarnation), one.Tag),
            GroupFrame.Left one => new GroupEvent.Left(new MemberId(from, one.Incarnation), one.Reason),
            _ => throw new ProtocolViolationException("There is no such message."),
        };
        await group.PostAsync(happened, cancellationToken).ConfigureAwait(false);
    }

    private void Learn(PeerId from, Announcement announcement)
    {
        bool isDirect = from == announcement.Member.Peer;
        lock (_lock)
        {
            if (announcement.Member.Peer == _services.Network.LocalPeer.Id || !_book.IsNews(announcement, isDirect))
            {
                return;
            }
        }

        if (!_services.Codec.Verify(announcement))
        {
            throw new ProtocolViolationException("An announcement's signature does not fit.");
        }

        AllReduceGroup? group;
        lock (_lock)
        {
            _book.Add(announcement, IsPinned);
            group = _groups.GetValueOrDefault(announcement.Group);
        }

        Pass(announcement, except: from);
        if (group is not null)
        {
            _dialer.Dial(announcement, group.Closed);
            Post(group, new GroupEvent.PeerFound(announcement.Member.Peer));
        }
    }

    private void Pass(Announcement announcement, PeerId? except)
    {
        byte[] frame = GroupCodec.Frame(announcement);
        foreach (PeerId peer in _links.Peers)
        {
            if (peer != except && peer != announcement.Member.Peer)
            {
                _links.Send(peer, frame);
            }
        }
    }

    /// <summary>This node's groups and whoever this node is connected to keep their places.</summary>
    private bool IsPinned(Announcement announcement) =>
        announcement.Member.Peer == _services.Network.LocalPeer.Id
        || (_groups.ContainsKey(announcement.Group)
            && _services.Network.FindConnection(announcement.Member.Peer) is not null);

    private void Linked(PeerId peer)
    {
        ImmutableArray<Announcement> known;
        lock (_lock)
        {
            known = _book.All;
        }

        foreach (Announcement announcement in known.Where(announcement => announcement.Member.Peer != peer))
        {
            _links.Send(peer, GroupCodec.Frame(announcement));
        }

        foreach (AllReduceGroup group in Groups())
        {
            Post(group, new GroupEvent.PeerFound(peer));
        }
    }

    private void Lost(PeerId peer)
    {
        foreach (AllReduceGroup group in Groups())
        {
            Post(group, new GroupEvent.LinkLost(peer));
        }
    }

    private void Post(AllReduceGroup group, GroupEvent happened) => _ = group.PostAsync(happened, _stop.Token).AsTask();

    private async Task WatchPeersAsync(ISubscription<PeerEvent> events)
    {
        try
        {
            await foreach (PeerEvent happened in events.WithCancellation(_stop.Token).ConfigureAwait(false))
            {
                if (happened.Kind is PeerEventKind.Connected or PeerEventKind.Identified)
                {
                    _links.Ensure(happened.Connection);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }
}
