using System.Collections.Immutable;
using DaaCompute.Net.Consensus.Protocol.Sampling;

namespace DaaCompute.Net.Consensus.Tests.Protocol.Sampling;

/// <summary>
/// Many engines on one clock, with delays, losses, silent validators and liars. A liar votes, each time anew, for whatever
/// keeps the voter's conflict set undecided, and answers different validators differently.
/// </summary>
internal sealed class SamplingSwarm
{
    private static readonly VertexId Genesis = new(new ContentDigest(new byte[32]));

    private readonly SamplingEngine[] _engines;
    private readonly SamplingParameters _parameters;
    private readonly Random _random;
    private readonly PriorityQueue<(int To, SamplingEvent What), (TimeSpan Due, long Order)> _queue = new();
    private readonly Dictionary<VertexId, Candidate> _candidates = [];
    private readonly TimeSpan?[] _ticks;
    private readonly int _liars;
    private readonly int _silent;
    private long _order;
    private int _made;

    public SamplingSwarm(
        int validators, int seed, int liars = 0, int silent = 0, double loss = 0, SamplingParameters? parameters = null)
    {
        _random = new Random(seed);
        _liars = liars;
        _silent = silent;
        Loss = loss;
        _parameters = parameters ?? new SamplingParameters();
        ImmutableArray<ulong> weights = [.. Enumerable.Repeat(1UL, validators)];
        _engines =
        [
            .. Enumerable.Range(0, validators).Select(number => new SamplingEngine(
                _parameters, weights, number, seed: 9, Genesis, height: 0, new SeededEntropy((seed * 7919) + number), TimeSpan.Zero)),
        ];
        _ticks = new TimeSpan?[validators];
        Final = [.. Enumerable.Range(0, validators).Select(_ => new List<VertexId>())];
    }

    public double Loss { get; set; }

    public TimeSpan Now { get; private set; }

    public List<VertexId>[] Final { get; }

    public int Stalls { get; private set; }

    public long Queries { get; private set; }

    /// <summary>The honest, who come after the liars and the silent.</summary>
    public IEnumerable<int> Honest => Enumerable.Range(_liars + _silent, _engines.Length - _liars - _silent);

    /// <summary>Makes rivals for one place, each first seen by its share of the validators.</summary>
    public ImmutableArray<VertexId> Rivals(int count, VertexId? parent = null, long height = 1)
    {
        ImmutableArray<VertexId> rivals = [.. Enumerable.Range(0, count).Select(_ => Make(parent ?? Genesis, height))];
        for (int validator = 0; validator < _engines.Length; validator++)
        {
            Send(validator, new SamplingEvent.CandidateAdded(_candidates[rivals[validator % count]]), Delay());
        }

        return rivals;
    }

    public void GiveWork()
    {
        foreach (int validator in Honest)
        {
            Send(validator, new SamplingEvent.WorkChanged(HasWork: true), Delay());
        }
    }

    /// <summary>Runs until a condition holds; false when it never did.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        TimeSpan end = Now + limit;
        while (!condition())
        {
            if (!_queue.TryDequeue(out (int To, SamplingEvent What) next, out (TimeSpan Due, long Order) when) || when.Due > end)
            {
                return false;
            }

            Now = when.Due;
            Step(next.To, next.What);
        }

        return true;
    }

    public bool AllFinal(int count) => Honest.All(one => Final[one].Count >= count);

    /// <summary>Whether every honest validator's order is a beginning of the longest.</summary>
    public bool Agrees()
    {
        List<VertexId> longest = Honest.Select(one => Final[one]).MaxBy(one => one.Count)!;
        return Honest.All(one => Final[one].SequenceEqual(longest.Take(Final[one].Count)));
    }

    private VertexId Make(VertexId parent, long height)
    {
        byte[] bytes = new byte[32];
        BitConverter.TryWriteBytes(bytes, ++_made);
        VertexId id = new(new ContentDigest(bytes));
        _candidates.Add(id, new Candidate(id, parent, height));
        return id;
    }

    private void Step(int number, SamplingEvent what)
    {
        if (number >= _liars && number < _liars + _silent)
        {
            return;
        }

        if (number < _liars)
        {
            Lie(number, what);
            return;
        }

        SamplingEngine engine = _engines[number];
        foreach (SamplingEffect effect in engine.Step(what, Now).ToArray())
        {
            Carry(number, effect);
        }

        if (engine.NextTick() is { } tick && (_ticks[number] is not { } set || set <= Now || tick < set))
        {
            _ticks[number] = tick;
            Send(number, new SamplingEvent.Tick(), (tick > Now ? tick : Now) - Now);
        }
    }

    private void Carry(int number, SamplingEffect effect)
    {
        switch (effect)
        {
            case SamplingEffect.Query query:
                Queries += query.To.Length;
                foreach (int to in query.To)
                {
                    Post(to, new SamplingEvent.QueryReceived(number, query.Poll, query.Height, query.Preferred));
                }

                break;
            case SamplingEffect.Answer answer:
                Post(answer.To, new SamplingEvent.AnswerReceived(number, answer.Poll, answer.Chain));
                break;
            case SamplingEffect.Fetch fetch:
                // What a vertex follows comes before it.
                Stack<Candidate> missing = new();
                for (VertexId id = fetch.Id; _candidates.TryGetValue(id, out Candidate? one); id = one.Parent)
                {
                    missing.Push(one);
                }

                TimeSpan delay = Delay();
                foreach (Candidate one in missing)
                {
                    Send(number, new SamplingEvent.CandidateAdded(one), delay);
                }

                break;
            case SamplingEffect.Propose propose:
                VertexId made = Make(propose.Parent, propose.Height);
                foreach (int to in Enumerable.Range(0, _engines.Length))
                {
                    Send(to, new SamplingEvent.CandidateAdded(_candidates[made]), to == number ? TimeSpan.Zero : Delay());
                }

                break;
            case SamplingEffect.Finalize final:
                Assert.Equal(Final[number].Count + 1, final.Height);
                Final[number].Add(final.Id);
                break;
            case SamplingEffect.Stalled:
                Stalls++;
                break;
        }
    }

    private void Lie(int number, SamplingEvent what)
    {
        if (what is not SamplingEvent.QueryReceived query)
        {
            return;
        }

        // The rival of what the other prefers, so that it never gets far.
        VertexId[] rivals =
        [
            .. _candidates.Values
                .Where(one => one.Parent == query.Preferred.Parent && one.Id != query.Preferred.Id).Select(one => one.Id),
        ];
        ImmutableArray<VertexId> chain = rivals.Length == 0 ? [] : [rivals[_random.Next(rivals.Length)]];
        Post(query.From, new SamplingEvent.AnswerReceived(number, query.Poll, chain));
    }

    private void Post(int to, SamplingEvent what)
    {
        if (_random.NextDouble() >= Loss)
        {
            Send(to, what, Delay());
        }
    }

    private void Send(int to, SamplingEvent what, TimeSpan delay) => _queue.Enqueue((to, what), (Now + delay, ++_order));

    private TimeSpan Delay() => TimeSpan.FromMilliseconds(20 + (80 * _random.NextDouble()));
}
