using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Training;

/// <summary>How a group forms, how it judges its members, and its limits.</summary>
/// <remarks>Members may differ in all of these; a view of the group must satisfy every one of its members.</remarks>
public sealed class AllReduceOptions
{
    /// <summary>The largest piece any member accepts, in bytes: the limit on a stream's chunk (2 MiB) halved.</summary>
    public const int MaxPieceSize = 1024 * 1024;

    /// <summary>The fewest members, this node included, that may form the group or go on after a failure.</summary>
    /// <value>2: a group of one is legal, but must be asked for.</value>
    [Range(1, 256)]
    public int MinimumMembers { get; set; } = 2;

    /// <summary>The most members; who comes later waits for a place.</summary>
    /// <value>
    /// 64: every member keeps a link to every other, and a change of view is one signed message per link.
    /// </value>
    [Range(1, 256)]
    public int MaximumMembers { get; set; } = 64;

    /// <summary>
    /// How many members to wait for before the group forms; null forms once nobody new has come for
    /// <see cref="SettleTime"/>.
    /// </summary>
    /// <value>null.</value>
    [Range(1, 256)]
    public int? ExpectedMembers { get; set; }

    /// <summary>
    /// When waiting for <see cref="ExpectedMembers"/> ends: with at least <see cref="MinimumMembers"/> the group forms,
    /// else joining fails.
    /// </summary>
    /// <value>60 s: long enough to start the processes of a job by hand.</value>
    public TimeSpan FormationDeadline { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long nobody new must have come before a group without <see cref="ExpectedMembers"/> forms.
    /// </summary>
    /// <value>500 ms: a few round trips across the world.</value>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a member tells the others that it is alive and how far it is.</summary>
    /// <value>250 ms: eight in <see cref="HeartbeatTimeout"/>.</value>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a member may be silent before it is dropped.</summary>
    /// <value>
    /// 2 s: twice the longest pause expected of a busy machine (a full garbage collection, a starved scheduler).
    /// </value>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a member that is in the operation may take none of the bytes sent to it before it is dropped.
    /// </summary>
    /// <value>2 s, as <see cref="HeartbeatTimeout"/>; a slow link that moves any bytes at all is not dropped.</value>
    public TimeSpan ChunkDeadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a peer that could not be taken in is not tried again.</summary>
    /// <value>10 s, Kestrel's and libp2p's usual dial back-off.</value>
    public TimeSpan JoinBackOff { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The size of the pieces that travel round the ring, in bytes.</summary>
    /// <value>256 KiB: the largest slice that vector addition handles inside the second-level cache.</value>
    [Range(4, MaxPieceSize)]
    public int PieceSize { get; set; } = 256 * 1024;

    /// <summary>The longest vector, in elements. Bounds the scratch memory of a member.</summary>
    /// <value>268,435,456: 1 GiB of float32.</value>
    [Range(1, 1 << 29)]
    public int MaxVectorLength { get; set; } = 1 << 28;

    internal AllReduceOptions Copy() => (AllReduceOptions)MemberwiseClone();
}
