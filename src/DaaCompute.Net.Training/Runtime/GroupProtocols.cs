namespace DaaCompute.Net.Training.Runtime;

/// <summary>The protocols that groups speak.</summary>
internal static class GroupProtocols
{
    /// <summary>Announcements, statements, heartbeats.</summary>
    public static readonly ProtocolId Control = new("/daa/group/1.0.0");

    /// <summary>The pieces of vectors.</summary>
    public static readonly ProtocolId Ring = new("/daa/allreduce/1.0.0");
}
