using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Topology.Wire;

namespace DaaCompute.Net.Topology.State;

/// <content>The state as a set of entries, for a disk.</content>
internal sealed partial class NetworkState
{
    /// <summary>What the last proposal changed; each subject's entry is to be written anew, or deleted.</summary>
    public ImmutableSortedSet<ChangeSubject> Touched { get; private set; } = [];

    /// <summary>The entry of a subject, or null where there is none.</summary>
    public StateRecord? Find(ChangeSubject subject)
    {
        if (subject.Second is not null)
        {
            return Members.TryGetValue(subject.First, out MemberRecord? end) && end.Links.TryGetValue(subject.Second, out LinkRecord? link)
                ? new StoredLink(subject, link)
                : null;
        }

        return Members.TryGetValue(subject.First, out MemberRecord? member) ? new StoredMember(member)
            : Departed.TryGetValue(subject.First, out DepartedRecord? departed) ? new StoredDeparted(subject.First, departed)
            : null;
    }

    /// <summary>Every entry, in the order of the subjects.</summary>
    public IEnumerable<StateRecord> Records() =>
        Members.Values.Select(member => (StateRecord)new StoredMember(member))
            .Concat(Departed.Select(departed => new StoredDeparted(departed.Key, departed.Value)))
            .Concat(from member in Members
                    from link in member.Value.Links
                    where member.Key < link.Key
                    select new StoredLink(new ChangeSubject(member.Key, link.Key), link.Value));

    /// <summary>
    /// Puts a state together from its entries; null where they contradict each other. Whether they are the right ones, its
    /// digest tells.
    /// </summary>
    public static NetworkState? Restore(
        IContentHash hash, StateLimits limits, Electorate electorate, long height, IEnumerable<StateRecord> records)
    {
        NetworkState state = new(hash, limits) { Electorate = electorate, Height = height };
        List<StoredLink> links = [];
        foreach (StateRecord record in records)
        {
            switch (record)
            {
                case StoredMember { Member: MemberRecord member } when state.Find(new ChangeSubject(member.Info.Id)) is null:
                    state.Members = state.Members.Add(
                        member.Info.Id, member with { Links = ImmutableSortedDictionary<PeerId, LinkRecord>.Empty });
                    break;
                case StoredDeparted departed when state.Find(new ChangeSubject(departed.Node)) is null:
                    state.Departed = state.Departed.Add(departed.Node, departed.Record);
                    state.Expiries = state.Expiries.Add((departed.Record.ExpiresAt, departed.Node));
                    break;
                case StoredLink link:
                    links.Add(link);
                    break;
                default:
                    return null;
            }

            if (record is not StoredLink)
            {
                state.Plant(record);
            }
        }

        foreach (StoredLink link in links)
        {
            if (!state.Members.ContainsKey(link.Ends.First) || !state.Members.ContainsKey(link.Ends.Second!)
                || state.Find(link.Ends) is not null)
            {
                return null;
            }

            state.SetLink(link.Ends.First, link.Ends.Second!, link.Link);
        }

        state.Touched = [];
        state.Digest = state.ComputeDigest();
        return state;
    }

    private static ChangeSubject SubjectOf(StateRecord record) => record switch
    {
        StoredMember stored => new ChangeSubject(stored.Member.Info.Id),
        StoredDeparted stored => new ChangeSubject(stored.Node),
        StoredLink stored => stored.Ends,
        _ => throw new ArgumentException($"{record.GetType().Name} is no entry of the state.", nameof(record)),
    };

    /// <summary>Hashes an entry into the tree.</summary>
    private void Plant(StateRecord record)
    {
        ChangeSubject subject = SubjectOf(record);
        Trie = Trie.With(subject.KeyIn(_hash), RecordCodec.Digest(_hash, RecordCodec.Encode(record)));
        Touched = Touched.Add(subject);
    }

    /// <summary>Takes an entry out of the tree.</summary>
    private void Uproot(ChangeSubject subject)
    {
        Trie = Trie.Without(subject.KeyIn(_hash));
        Touched = Touched.Add(subject);
    }
}
