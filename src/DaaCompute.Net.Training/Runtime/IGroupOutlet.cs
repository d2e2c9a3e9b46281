using DaaCompute.Net.Training.Protocol;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>Where a group's messages go.</summary>
internal interface IGroupOutlet
{
    /// <summary>Sends a frame to every linked peer that announced itself for the group, or to one of them.</summary>
    void Send(GroupId group, PeerId? to, ReadOnlyMemory<byte> frame);

    /// <summary>The group is closed and takes no more events.</summary>
    void Closed(AllReduceGroup group);

    /// <summary>A member said goodbye; its announcement is void.</summary>
    void Forget(GroupId group, MemberId member);
}
