using DaaCompute.Net.Training.Protocol;

namespace DaaCompute.Net.Training.Wire;

/// <summary>A control message as it was read, with the group it is for.</summary>
internal abstract record GroupFrame(GroupId Group)
{
    /// <summary>Not verified yet: most are known already.</summary>
    public sealed record Announced(Announcement Announcement) : GroupFrame(Announcement.Group);

    /// <summary>Not verified yet.</summary>
    public sealed record Stated(GroupId Group, SignedStatement Signed) : GroupFrame(Group);

    public sealed record Beat(GroupId Group, Heartbeat Heartbeat) : GroupFrame(Group);

    public sealed record Ready(GroupId Group, ulong Incarnation, ReadyTag Tag) : GroupFrame(Group);

    public sealed record Left(GroupId Group, ulong Incarnation, AllReduceFailureReason Reason) : GroupFrame(Group);
}
