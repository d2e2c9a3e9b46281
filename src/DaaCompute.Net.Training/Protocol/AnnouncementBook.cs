using System.Collections.Immutable;

namespace DaaCompute.Net.Training.Protocol;

/// <summary>
/// What this node has been told of who wants to be in which group. Bounded; the longest known make room.
/// </summary>
internal sealed class AnnouncementBook(int maxGroups, int maxMembers)
{
    private readonly Dictionary<GroupId, Dictionary<PeerId, Announcement>> _groups = [];
    private readonly LinkedList<GroupId> _groupOrder = [];

    /// <summary>Every announcement known, in the order of the peers' ids.</summary>
    public ImmutableArray<Announcement> All =>
        [.. _groupOrder.SelectMany(group => MembersOf(group))];

    public ImmutableArray<Announcement> MembersOf(GroupId group) =>
        _groups.TryGetValue(group, out Dictionary<PeerId, Announcement>? members)
            ? [.. members.Values.OrderBy(one => one.Member)]
            : [];

    /// <summary>Whether it would be news. What a peer says of itself counts more than what others pass on.</summary>
    public bool IsNews(Announcement announcement, bool isDirect) =>
        !_groups.TryGetValue(announcement.Group, out Dictionary<PeerId, Announcement>? members)
        || !members.TryGetValue(announcement.Member.Peer, out Announcement? known)
        || (isDirect
            ? known.Member.Incarnation != announcement.Member.Incarnation
            : known.Member.Incarnation < announcement.Member.Incarnation);

    /// <summary>Keeps a verified announcement.</summary>
    /// <param name="announcement">The announcement.</param>
    /// <param name="isPinned">Which members and groups must not make room: those of this node's own groups.</param>
    public void Add(Announcement announcement, Func<Announcement, bool> isPinned)
    {
        if (!_groups.TryGetValue(announcement.Group, out Dictionary<PeerId, Announcement>? members))
        {
            if (_groups.Count >= maxGroups && !MakeRoomForGroup(isPinned))
            {
                return;
            }

            members = [];
            _groups.Add(announcement.Group, members);
            _groupOrder.AddLast(announcement.Group);
        }

        PeerId peer = announcement.Member.Peer;
        if (members.Count >= maxMembers && !members.ContainsKey(peer))
        {
            // The incarnation begins with the time, so the smallest is the oldest.
            Announcement? oldest = members.Values.Where(one => !isPinned(one)).MinBy(one => one.Member.Incarnation);
            if (oldest is null)
            {
                return;
            }

            members.Remove(oldest.Member.Peer);
        }

        members[peer] = announcement;
    }

    public void Remove(GroupId group, MemberId member)
    {
        if (_groups.TryGetValue(group, out Dictionary<PeerId, Announcement>? members)
            && members.TryGetValue(member.Peer, out Announcement? known)
            && known.Member == member)
        {
            members.Remove(member.Peer);
            if (members.Count == 0)
            {
                _groups.Remove(group);
                _groupOrder.Remove(group);
            }
        }
    }

    private bool MakeRoomForGroup(Func<Announcement, bool> isPinned)
    {
        for (LinkedListNode<GroupId>? node = _groupOrder.First; node is not null; node = node.Next)
        {
            if (!_groups[node.Value].Values.Any(isPinned))
            {
                _groups.Remove(node.Value);
                _groupOrder.Remove(node);
                return true;
            }
        }

        return false;
    }
}
