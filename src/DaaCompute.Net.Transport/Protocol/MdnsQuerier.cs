using System.Collections.Immutable;
using System.Text;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>Asks one link for peers, and remembers what it heard.</summary>
/// <remarks>
/// <para>
/// Source: RFC 6762, sections 5.2 (back-off, refreshes), 7.1 and 7.2 (known answers), 7.3 (a question that another asks
/// already), 10 (lifetimes, goodbye); libp2p/specs discovery/mdns.
/// </para>
/// <para>Not safe for concurrent use. Times are spans since any fixed moment.</para>
/// </remarks>
internal sealed class MdnsQuerier(string ownName, IEntropySource entropy)
{
    /// <summary>A link with more peers than this needs other means; those heard first are kept.</summary>
    public const int MaxInstances = 256;

    /// <summary>More addresses of one peer are not read: as many as are ever dialled.</summary>
    public const int MaxAddresses = DialPlan.MaxAddresses;

    /// <summary>The longest interval between queries (section 5.2).</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(60);

    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);

    /// <summary>Bounds on what others say: a shorter life would make this node ask all the time, a longer one keep the dead.</summary>
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(75);

    /// <summary>What said goodbye is kept this long (section 10.1).</summary>
    private static readonly TimeSpan GoodbyeLife = TimeSpan.FromSeconds(1);

    /// <summary>A peer that goes on being heard is told to the node again, so that its addresses do not expire there.</summary>
    private static readonly TimeSpan TellAgain = TimeSpan.FromMinutes(1);

    /// <summary>Pointers of the longest names, as many as fit into a packet of 1,232 bytes beside the questions.</summary>
    private const int AnswersPerMessage = 14;

    private readonly DnsName _own = MdnsNames.Service.Prepend(ownName);
    private readonly SortedDictionary<DnsName, MdnsInstance> _instances = [];
    private TimeSpan? _askAt;
    private TimeSpan _interval = FirstInterval;

    public int Count => _instances.Count;

    /// <summary>When <see cref="Poll"/> has something to do.</summary>
    public TimeSpan? Due
    {
        get
        {
            TimeSpan? due = _askAt;
            foreach (MdnsInstance instance in _instances.Values)
            {
                due = Earlier(Earlier(due, instance.Expires), Earlier(instance.RefreshDue, instance.TextDue));
            }

            return due;
        }
    }

    /// <summary>Begins to ask, a little later, since many nodes may begin with the same event.</summary>
    public void Start(TimeSpan now) => _askAt = now + TimeSpan.FromMilliseconds(20 + entropy.NextInt32(101));

    /// <summary>What is due to be multicast: one query, in several messages when there is much that it knows.</summary>
    public ImmutableArray<MdnsMessage> Poll(TimeSpan now)
    {
        foreach (MdnsInstance gone in _instances.Values.Where(instance => instance.Expires <= now).ToArray())
        {
            _instances.Remove(gone.Name);
        }

        List<DnsQuestion> questions = [];
        if (_askAt <= now || _instances.Values.Any(instance => instance.RefreshDue <= now))
        {
            questions.Add(new DnsQuestion(MdnsNames.Service, DnsType.Ptr));
            Asked(now);
        }

        foreach (MdnsInstance instance in _instances.Values
            .Where(instance => instance.TextDue <= now)
            .Take(AnswersPerMessage)
            .ToArray())
        {
            questions.Add(new DnsQuestion(instance.Name, DnsType.Txt));
            instance.TextRequested(now);
        }

        return questions.Count == 0 ? [] : Ask([.. questions], now);
    }

    /// <summary>Takes in another's query: what it asks need not be asked again, if it knows nothing that this node does not.</summary>
    public void Overhear(MdnsMessage query, TimeSpan now)
    {
        bool isSame = !query.IsTruncated
            && query.Questions.Any(question =>
                !question.WantsUnicast && question.Type == DnsType.Ptr && question.Name.Equals(MdnsNames.Service))
            && query.Answers.All(answer => answer.Data is DnsPointer pointer && _instances.ContainsKey(pointer.Target));
        if (isSame && _askAt is TimeSpan at && at - now < _interval)
        {
            Asked(now);
        }
    }

    /// <summary>Takes in a response.</summary>
    /// <param name="response">The message.</param>
    /// <param name="accepts">Whether an address may be believed, as it came over this link.</param>
    /// <param name="now">Now.</param>
    /// <returns>The peers to tell the node of: new ones, changed ones, and those not told for a while.</returns>
    public ImmutableArray<PeerInfo> Receive(MdnsMessage response, Func<Multiaddress, bool> accepts, TimeSpan now)
    {
        DnsRecord[] records = [.. response.Answers, .. response.Additionals];
        foreach (DnsRecord record in records)
        {
            if (record.Data is DnsPointer pointer
                && record.Name.Equals(MdnsNames.Service)
                && pointer.Target.IsChildOf(MdnsNames.Service)
                && !pointer.Target.Equals(_own))
            {
                Hear(pointer.Target, record.TimeToLive, now);
            }
        }

        List<PeerInfo> found = [];
        foreach (IGrouping<DnsName, DnsRecord> texts in records
            .Where(record => record.Data is DnsText && record.TimeToLive > 0)
            .GroupBy(record => record.Name))
        {
            if (_instances.TryGetValue(texts.Key, out MdnsInstance? instance)
                && Read(instance, texts.SelectMany(record => ((DnsText)record.Data).Strings), accepts) is bool isNew
                && (isNew || instance.Told is not TimeSpan told || now - told >= TellAgain))
            {
                instance.Told = now;
                found.Add(instance.Peer!);
            }
        }

        return [.. found];
    }

    private void Hear(DnsName name, uint timeToLive, TimeSpan now)
    {
        _instances.TryGetValue(name, out MdnsInstance? instance);
        if (timeToLive == 0)
        {
            instance?.Leave(GoodbyeLife, now);
            return;
        }

        if (instance is null)
        {
            if (_instances.Count >= MaxInstances)
            {
                return;
            }

            _instances.Add(name, instance = new MdnsInstance(name));
        }

        TimeSpan lifetime = TimeSpan.FromSeconds(
            Math.Clamp(timeToLive, ShortestLife.TotalSeconds, LongestLife.TotalSeconds));
        instance.Renew(lifetime, entropy.NextInt32(3), now);
    }

    /// <summary>Reads a peer's strings; null when no address among them is believed.</summary>
    private static bool? Read(MdnsInstance instance, IEnumerable<string> strings, Func<Multiaddress, bool> accepts)
    {
        Multiaddress[] told = [.. strings
            .Where(text => text.StartsWith(MdnsNames.AddressKey, StringComparison.OrdinalIgnoreCase))
            .Take(2 * MaxAddresses)
            .Select(text => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text[MdnsNames.AddressKey.Length..])))
            .Select(text => Multiaddress.TryParse(text, out Multiaddress? address) ? address : null)
            .OfType<Multiaddress>()
            .Where(address => address.PeerId is not null)];

        // An instance is one peer: what names another is not believed.
        PeerId? peer = told.FirstOrDefault()?.PeerId;
        ImmutableArray<Multiaddress> addresses = [.. told
            .Where(address => address.PeerId == peer)
            .Select(address => address.WithoutPeer())
            .OfType<Multiaddress>()
            .Where(accepts)
            .Distinct()
            .Take(MaxAddresses)];
        return peer is null || addresses.IsEmpty ? null : instance.Describe(peer, addresses);
    }

    private void Asked(TimeSpan now)
    {
        _askAt = now + _interval;
        _interval = TimeSpan.FromTicks(Math.Min(_interval.Ticks * 2, LongestInterval.Ticks));
        foreach (MdnsInstance instance in _instances.Values)
        {
            instance.Refreshed(now);
        }
    }

    private ImmutableArray<MdnsMessage> Ask(ImmutableArray<DnsQuestion> questions, TimeSpan now)
    {
        DnsRecord[][] known = [.. KnownAnswers(now).Chunk(AnswersPerMessage)];
        return known.Length == 0
            ? [new MdnsMessage { Questions = questions }]
            : [.. known.Select((answers, index) => new MdnsMessage
            {
                Questions = index == 0 ? questions : [],
                Answers = [.. answers],
                IsTruncated = index < known.Length - 1,
            })];
    }

    /// <summary>Those with half of their life before them: the others are to be answered again.</summary>
    private IEnumerable<DnsRecord> KnownAnswers(TimeSpan now) => _instances.Values
        .Where(instance => instance.Peer is not null && (instance.Expires - now) * 2 > instance.Lifetime)
        .Select(instance => new DnsRecord(
            MdnsNames.Service,
            DnsType.Ptr,
            (uint)(instance.Expires - now).TotalSeconds,
            IsUnique: false,
            new DnsPointer(instance.Name)));

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? two) => one is null || two < one ? two ?? one : one;
}
