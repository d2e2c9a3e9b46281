using System.Collections.Immutable;

namespace DaaCompute.Net.Consensus.Protocol.Sampling;

/// <summary>
/// Agreement by repeated sampling, for more validators than can all hear each other: polls of a few, again and again, until
/// one candidate has won often enough in a row. Pure: events and the time come in, effects go out.
/// </summary>
/// <remarks>
/// Source: the Avalanche paper (arXiv 1906.08936) and avalanchego's Snowman. Safe with overwhelming probability while fewer
/// than a fifth of the weight lies; fast while at most a tenth is silent. Not safe for concurrent use.
/// </remarks>
internal sealed class SamplingEngine
{
    private readonly SamplingParameters _parameters;
    private readonly int _self;
    private readonly WeightedSampler _sampler;
    private readonly ProposerSchedule _schedule;
    private readonly IEntropySource _entropy;
    private readonly CandidateTree _tree;
    private readonly Queue<VertexId> _recent = new();
    private readonly List<SamplingEffect> _effects = [];
    private TimeSpan _now;
    private TimeSpan _progress;
    private TimeSpan _workSince;
    private Poll? _poll;
    private long _polls;
    private long _proposedAt;
    private bool _hasWork;
    private bool _isStalled;

    /// <param name="parameters">The sample and its thresholds.</param>
    /// <param name="weights">The validators' weights, in the order of their numbers; more of them than a sample has.</param>
    /// <param name="self">This node's number.</param>
    /// <param name="seed">What the proposers' order is drawn from; the same for everybody.</param>
    /// <param name="root">The last final vertex.</param>
    /// <param name="height">Its height.</param>
    /// <param name="entropy">Whom to ask.</param>
    /// <param name="now">The time since some fixed beginning.</param>
    public SamplingEngine(
        SamplingParameters parameters,
        ImmutableArray<ulong> weights,
        int self,
        ulong seed,
        VertexId root,
        long height,
        IEntropySource entropy,
        TimeSpan now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(weights.Length, parameters.SampleSize, nameof(weights));
        _parameters = parameters;
        _self = self;
        _sampler = new WeightedSampler(weights);
        _schedule = new ProposerSchedule(weights, seed);
        _entropy = entropy;
        _tree = new CandidateTree(parameters, root, height);
        _now = now;
        _progress = now;
        _proposedAt = height;
    }

    /// <summary>The last final vertex.</summary>
    public VertexId Root => _tree.Root.Id;

    /// <summary>The last final height.</summary>
    public long Height => _tree.Root.Height;

    /// <summary>The vertex that this node votes for.</summary>
    public VertexId Preferred => _tree.Preferred.Id;

    /// <summary>How many vertices are not decided yet.</summary>
    public int Processing => _tree.Processing;

    /// <summary>Takes in what happened.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="now">The time since some fixed beginning; never less than before.</param>
    /// <returns>What to do, in order. The list is used again by the next step.</returns>
    public IReadOnlyList<SamplingEffect> Step(SamplingEvent happened, TimeSpan now)
    {
        _now = now;
        _effects.Clear();
        switch (happened)
        {
            case SamplingEvent.CandidateAdded added:
                Add(added.Candidate);
                break;
            case SamplingEvent.WorkChanged changed:
                _workSince = changed.HasWork && !_hasWork ? now : _workSince;
                _hasWork = changed.HasWork;
                break;
            case SamplingEvent.QueryReceived query:
                Answer(query);
                break;
            case SamplingEvent.AnswerReceived answer when IsOpen(answer.From, answer.Poll):
                Take(answer);
                break;
            case SamplingEvent.AnswerFailed failed when IsOpen(failed.From, failed.Poll):
                EndWhenDecided();
                break;
            case SamplingEvent.Tick when _poll is not null && _poll.Deadline <= now:
                EndPoll();
                break;
        }

        Ask();
        Propose();
        Watch();
        return _effects;
    }

    /// <summary>When a tick is due, at the latest; null while nothing is waited for.</summary>
    public TimeSpan? NextTick()
    {
        TimeSpan? next = _poll?.Deadline;
        if (_hasWork && _tree.Processing == 0 && _proposedAt <= Height
            && TimeOfProposal() is var proposal && (next is null || proposal < next))
        {
            next = proposal;
        }

        return next;
    }

    private void Add(Candidate candidate)
    {
        bool wasIdle = _tree.Processing == 0;
        if (_tree.TryAdd(candidate) && wasIdle)
        {
            // Silence before there was anything to decide is no stall.
            _progress = _now;
        }
    }

    private void Answer(SamplingEvent.QueryReceived query)
    {
        _effects.Add(new SamplingEffect.Answer(query.From, query.Poll, ChainAbove(query.Height)));
        if (query.Preferred.Height > Height && !_tree.Contains(query.Preferred.Id))
        {
            _effects.Add(new SamplingEffect.Fetch(query.From, query.Preferred.Id));
        }
    }

    /// <summary>What this node prefers, downwards from the leaf; what lies at or below a height is left out.</summary>
    private ImmutableArray<VertexId> ChainAbove(long height)
    {
        List<VertexId> chain = [];
        CandidateNode? node = _tree.Preferred;
        long leaf = node.Height;
        for (; node is not null && node.Height > height; node = node.Parent)
        {
            chain.Add(node.Id);
        }

        // Whoever asks may be behind: what is final here and not there is named too, newest first.
        int known = (int)Math.Min(Math.Max(0, Height - 1 - height), _recent.Count);
        if (height < Height)
        {
            chain.AddRange(_recent.Skip(_recent.Count - known).Reverse());
        }

        // The lowest are what the one that asks can count.
        int surplus = Math.Max(0, chain.Count - _parameters.MaxChain);
        return leaf <= height ? [] : [.. chain.Skip(surplus)];
    }

    private bool IsOpen(int from, long poll) => _poll?.Id == poll && _poll.TryAnswer(from);

    private void Take(SamplingEvent.AnswerReceived answer)
    {
        ReadOnlySpan<VertexId> chain = answer.Chain.AsSpan();
        if (chain.Length <= _parameters.MaxChain)
        {
            _tree.Count(chain);
            if (!chain.IsEmpty && !_tree.Contains(chain[0]))
            {
                _effects.Add(new SamplingEffect.Fetch(answer.From, chain[0]));
            }
        }

        EndWhenDecided();
    }

    /// <summary>Ends a poll that everybody answered, or that can no longer reach a quorum.</summary>
    private void EndWhenDecided()
    {
        Poll poll = _poll!;
        int leading = _tree.LeadingVotes();
        if (poll.Open == 0 || leading + poll.Open < _parameters.PreferenceQuorum)
        {
            EndPoll();
        }
        else if (leading >= _parameters.Thresholds[0].Quorum)
        {
            poll.Settle(_now);
            if (poll.Deadline <= _now)
            {
                EndPoll();
            }
        }
    }

    private void EndPoll()
    {
        _poll = null;
        _tree.Conclude();
        List<VertexId> rejected = [];
        VertexId before = _tree.Root.Id;
        while (_tree.Advance(rejected) is { } final)
        {
            Remember(before);
            before = final.Id;
            _progress = _now;
            _isStalled = false;
            _effects.Add(new SamplingEffect.Finalize(final.Id, final.Height));
        }

        if (rejected.Count > 0)
        {
            _effects.Add(new SamplingEffect.Reject([.. rejected]));
        }
    }

    private void Remember(VertexId final)
    {
        _recent.Enqueue(final);
        if (_recent.Count > _parameters.MaxChain)
        {
            _recent.Dequeue();
        }
    }

    private void Ask()
    {
        if (_poll is not null || _tree.Processing == 0)
        {
            return;
        }

        // A node knows its own mind: it asks others, as many as a sample has.
        ImmutableArray<int> asked =
        [
            .. _sampler.Draw(_parameters.SampleSize + 1, _entropy).Where(one => one != _self).Take(_parameters.SampleSize),
        ];
        _poll = new Poll(++_polls, asked, _now, _now + _parameters.PollTimeout);
        _effects.Add(new SamplingEffect.Query(asked, _poll.Id, Height, _tree.Preferred.Candidate));
    }

    /// <summary>When this node may propose after the vertex it prefers.</summary>
    private TimeSpan TimeOfProposal()
    {
        TimeSpan since = _workSince > _progress ? _workSince : _progress;
        return since + (_schedule.RankOf(_self, Height + 1) * _parameters.ProposalWindow);
    }

    private void Propose()
    {
        // One at a time, after the last final vertex: whoever builds on what is open inherits its rivals.
        if (_hasWork && _tree.Processing == 0 && _proposedAt <= Height && TimeOfProposal() <= _now)
        {
            _proposedAt = Height + 1;
            _effects.Add(new SamplingEffect.Propose(Root, Height + 1));
        }
    }

    private void Watch()
    {
        if (_tree.Processing > 0 && !_isStalled && _now - _progress >= _parameters.StallTimeout)
        {
            _isStalled = true;
            _effects.Add(new SamplingEffect.Stalled(Root, Preferred));
        }
    }
}
