using System.Collections.Immutable;
using System.Net;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>Answers for this node on one link, and announces it.</summary>
/// <remarks>
/// <para>
/// Source: RFC 6762, sections 6 (delays, one answer a second, known answers, askers that are no multicast resolvers),
/// 8.3 (two announcements a second apart) and 10.1 (goodbye). Names are random, so nothing is probed for.
/// </para>
/// <para>Not safe for concurrent use. Times are spans since any fixed moment.</para>
/// </remarks>
internal sealed class MdnsResponder(string peerName, PeerId peer, IEntropySource entropy)
{
    /// <summary>A record is multicast at most this often (section 6), and announcements are as far apart.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>The least number of announcements (section 8.3).</summary>
    private const int Announcements = 2;

    /// <summary>An answer to an old resolver must not outlive its first look (section 6.7), in seconds.</summary>
    private const uint LegacyTimeToLive = 10;

    private MdnsService _service = new(peerName, peer, []);
    private ImmutableArray<DnsRecord> _pending = [];
    private IPEndPoint? _unfinishedAsker;
    private TimeSpan? _answerAt;
    private TimeSpan? _announceAt;
    private TimeSpan? _lastSent;
    private int _announcementsLeft;

    /// <summary>When <see cref="Poll"/> has something to send, or null.</summary>
    public TimeSpan? Due => _answerAt is TimeSpan answer && _announceAt is TimeSpan announce
        ? TimeSpan.FromTicks(Math.Min(answer.Ticks, announce.Ticks))
        : _answerAt ?? _announceAt;

    /// <summary>Says which addresses this node has on the link; when they are others than before, they are announced.</summary>
    public void Offer(ImmutableArray<Multiaddress> addresses, TimeSpan now)
    {
        if (!_service.Addresses.SequenceEqual(addresses))
        {
            _service = new MdnsService(peerName, peer, addresses);
            (_pending, _answerAt) = ([], null);
            _announcementsLeft = _service.IsEmpty ? 0 : Announcements;
            _announceAt = _service.IsEmpty ? null : Earliest(now);
        }
    }

    /// <summary>Takes in a query.</summary>
    /// <returns>The answer to send back at once to an asker that is no multicast resolver; null otherwise.</returns>
    public MdnsMessage? Receive(MdnsMessage query, IPEndPoint asker, bool isLegacy, TimeSpan now)
    {
        ImmutableArray<DnsRecord> answers = [.. query.Questions.SelectMany(_service.Answer).Distinct()];
        if (isLegacy)
        {
            return answers.IsEmpty ? null : ToLegacy(query, answers);
        }

        bool goesOn = query.Questions.IsEmpty && asker.Equals(_unfinishedAsker);
        answers = Unknown(answers, query);
        _pending = goesOn ? Unknown(_pending, query) : [.. _pending, .. answers.Except(_pending)];
        if (_pending.IsEmpty)
        {
            _answerAt = null;
        }
        else if (!answers.IsEmpty)
        {
            // Many nodes answer to the one service: each waits a little, longer where known answers are yet to come.
            bool isFirst = _answerAt is null;
            TimeSpan delay = query.IsTruncated ? Milliseconds(400, 500) : Milliseconds(20, 120);
            TimeSpan at = TimeSpan.FromTicks(Math.Max((now + delay).Ticks, Earliest(now).Ticks));
            _answerAt = isFirst || at < _answerAt ? at : _answerAt;
            _unfinishedAsker = isFirst && query.IsTruncated ? asker : null;
        }

        return null;
    }

    /// <summary>What is due to be multicast, or null.</summary>
    public MdnsMessage? Poll(TimeSpan now)
    {
        if (_announceAt <= now)
        {
            // An announcement holds every record, and with them all answers.
            _announcementsLeft--;
            _announceAt = _announcementsLeft > 0 ? now + Pace : null;
            return Send([_service.Pointer, .. _service.Details], now);
        }

        return _answerAt <= now ? Send(_pending, now) : null;
    }

    /// <summary>What tells the link that this node leaves; null when it never said anything.</summary>
    public MdnsMessage? Goodbye()
    {
        MdnsMessage? goodbye = _lastSent is null || _service.IsEmpty
            ? null
            : new MdnsMessage
            {
                IsResponse = true,
                Answers = [.. _service.Details.Insert(0, _service.Pointer).Select(record => record with { TimeToLive = 0 })],
            };
        Offer([], TimeSpan.Zero);
        return goodbye;
    }

    private MdnsMessage Send(ImmutableArray<DnsRecord> answers, TimeSpan now)
    {
        _lastSent = now;
        (_pending, _answerAt, _unfinishedAsker) = ([], null, null);
        return new MdnsMessage { IsResponse = true, Answers = answers, Additionals = DetailsFor(answers) };
    }

    /// <summary>Who learns of an instance needs its addresses next.</summary>
    private ImmutableArray<DnsRecord> DetailsFor(ImmutableArray<DnsRecord> answers) =>
        answers.Contains(_service.Pointer) || answers.Any(answer => answer.Type == DnsType.Srv)
            ? [.. _service.Details.Except(answers)]
            : [];

    private MdnsMessage ToLegacy(MdnsMessage query, ImmutableArray<DnsRecord> answers) => new()
    {
        Id = query.Id,
        IsResponse = true,
        Questions = query.Questions,
        Answers = [.. answers.Select(ToLegacy)],
        Additionals = [.. DetailsFor(answers).Select(ToLegacy)],
    };

    private static DnsRecord ToLegacy(DnsRecord record) =>
        record with { TimeToLive = Math.Min(record.TimeToLive, LegacyTimeToLive), IsUnique = false };

    /// <summary>What the asker does not know yet, or not for long any more (section 7.1).</summary>
    private static ImmutableArray<DnsRecord> Unknown(ImmutableArray<DnsRecord> answers, MdnsMessage query) =>
    [
        .. answers.Where(answer => !query.Answers.Any(
            known => known.IsSameAs(answer) && known.TimeToLive >= answer.TimeToLive / 2)),
    ];

    private TimeSpan Earliest(TimeSpan now) => _lastSent + Pace is TimeSpan next && next > now ? next : now;

    private TimeSpan Milliseconds(int from, int to) => TimeSpan.FromMilliseconds(from + entropy.NextInt32(to - from + 1));
}
