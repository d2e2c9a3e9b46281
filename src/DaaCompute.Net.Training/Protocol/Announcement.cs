using System.Collections.Immutable;

namespace DaaCompute.Net.Training.Protocol;

/// <summary>"I want to be in this group, and am reached there": signed by the member, passed on by anybody.</summary>
/// <param name="Group">The group.</param>
/// <param name="Member">Who announces itself.</param>
/// <param name="Addresses">Where it listens.</param>
/// <param name="Encoded">The signed record, as it is passed on.</param>
internal sealed record Announcement(
    GroupId Group, MemberId Member, ImmutableArray<Multiaddress> Addresses, ReadOnlyMemory<byte> Encoded);
