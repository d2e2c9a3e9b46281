namespace DaaCompute.Net.Topology.State;

/// <summary>One entry of the state, apart from it.</summary>
internal abstract record StateRecord;

/// <summary>A member, without its links.</summary>
internal sealed record StoredMember(MemberRecord Member) : StateRecord;

/// <summary>A node that left.</summary>
internal sealed record StoredDeparted(PeerId Node, DepartedRecord Record) : StateRecord;

/// <summary>A link, up or down.</summary>
internal sealed record StoredLink(ChangeSubject Ends, LinkRecord Link) : StateRecord;
