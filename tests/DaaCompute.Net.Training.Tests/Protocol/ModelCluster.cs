namespace DaaCompute.Net.Training.Protocol;

/// <summary>
/// The pure cores of a whole group, a seeded scheduler, and two ordered queues a pair of members (control and data), so
/// that every order of events that real streams allow can happen.
/// </summary>
internal sealed class ModelCluster
{
    public const ReduceOperation Operation = ReduceOperation.Sum;

    private readonly Random _random;
    private readonly SortedDictionary<(int From, int To, bool IsData), Queue<ModelMessage>> _queues = [];
    private readonly AllReduceOptions _options;

    public ModelCluster(int members, int seed, int length = 7, int pieceSize = 8, AllReduceOptions? options = null)
    {
        _random = new Random(seed);
        Length = length;
        PieceSize = pieceSize;
        _options = options ?? new AllReduceOptions { MinimumMembers = 1, ExpectedMembers = members };
        for (int number = 0; number < members; number++)
        {
            Add();
        }
    }

    public int Length { get; }

    public int PieceSize { get; }

    public TimeSpan Now { get; private set; }

    public long Steps { get; private set; }

    /// <summary>Called before each step, to let faults happen.</summary>
    public Action? BeforeStep { get; set; }

    /// <summary>Whether a message is lost on the way, without either end noticing.</summary>
    public Func<ModelNode, ModelNode, ModelMessage, bool>? IsCut { get; set; }

    public List<ModelNode> Nodes { get; } = [];

    public IEnumerable<ModelNode> Running =>
        Nodes.Where(node => !node.IsDead && !node.IsFrozen && node.Failure is null);

    public ModelNode Add(AllReduceOptions? options = null)
    {
        var node = new ModelNode(this, Nodes.Count, options ?? _options, Now);
        Nodes.Add(node);
        return node;
    }

    /// <summary>
    /// What a member brings to an operation: the same in every run, and nothing that a sum could hide.
    /// </summary>
    public float[] Contribution(int number, long sequence)
    {
        var random = new Random((number * 7919) + (int)sequence);
        return [.. Enumerable.Range(0, Length).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(6))))];
    }

    /// <summary>The sum as the ring must make it: segment s begins with rank s and goes round.</summary>
    public float[] Expected(GroupView view, long sequence)
    {
        float[] sum = new float[Length];
        float[][] inputs = [.. view.Members.Select(member =>
            Contribution(Nodes.Single(node => node.Id == member).Number, sequence))];
        for (int segment = 0; segment < view.Size; segment++)
        {
            (int start, int length) = new RingPlan(0, view.Size, Length).Segment(segment);
            for (int index = start; index < start + length; index++)
            {
                sum[index] = inputs[segment][index];
                for (int next = 1; next < view.Size; next++)
                {
                    sum[index] += inputs[(segment + next) % view.Size][index];
                }
            }
        }

        return sum;
    }

    public void Send(ModelNode from, MemberId to, ModelMessage message)
    {
        ModelNode? target = Nodes.Find(node => node.Id == to);
        if (target is not null && !from.IsDead && !target.IsDead && IsCut?.Invoke(from, target, message) != true)
        {
            Queue(from.Number, target.Number, message is ModelMessage.Piece).Enqueue(message);
        }
    }

    public void Broadcast(ModelNode from, ModelMessage message, PeerId? to = null)
    {
        foreach (ModelNode node in Nodes.Where(node => node != from && (to is null || node.Id.Peer == to)))
        {
            Send(from, node.Id, message);
        }
    }

    /// <summary>A member says goodbye after all it has sent.</summary>
    public void Depart(ModelNode node)
    {
        foreach (ModelNode other in Nodes.Where(other => other != node))
        {
            Queue(node.Number, other.Number, isData: false).Enqueue(new ModelMessage.Left(AllReduceFailureReason.Left));
        }
    }

    /// <summary>Kills a member: of what it had under way to each other some first part still arrives.</summary>
    public void Crash(ModelNode node)
    {
        node.IsDead = true;
        foreach (ModelNode other in Nodes.Where(other => other != node))
        {
            foreach (bool isData in (bool[])[false, true])
            {
                Queue(other.Number, node.Number, isData).Clear();
                Queue<ModelMessage> queue = Queue(node.Number, other.Number, isData);
                ModelMessage[] kept = [.. queue.Take(_random.Next(queue.Count + 1))];
                queue.Clear();
                foreach (ModelMessage message in kept)
                {
                    queue.Enqueue(message);
                }
            }

            Queue(node.Number, other.Number, isData: false).Enqueue(new ModelMessage.LinkDown());
        }
    }

    /// <summary>Runs until the condition holds; false when it does not within the virtual time given.</summary>
    public bool RunUntil(Func<bool> condition, int seconds = 120)
    {
        TimeSpan end = Now + TimeSpan.FromSeconds(seconds);
        while (Now < end)
        {
            if (condition())
            {
                return true;
            }

            BeforeStep?.Invoke();
            Steps++;
            if (!Step())
            {
                Now += _options.HeartbeatInterval;
                foreach (ModelNode node in Running.ToArray())
                {
                    node.Tick();
                }
            }
        }

        return condition();
    }

    /// <summary>Begins the next operation on every member that has none under way.</summary>
    public void BeginOperations(int operations)
    {
        foreach (ModelNode node in Running.ToArray())
        {
            if (!node.Core.IsReducing && node.Core.View is not null && node.Core.Committed < operations)
            {
                node.BeginOperation();
            }
        }
    }

    /// <summary>Checks that whoever finished an operation has the same bits, and the right ones.</summary>
    public void CheckResults(int operations, string run)
    {
        for (long sequence = 1; sequence <= operations; sequence++)
        {
            (float[] Result, GroupView View)[] results =
                [.. Nodes.Where(node => node.Results.ContainsKey(sequence)).Select(node => node.Results[sequence])];
            Assert.NotEmpty(results);
            foreach ((float[] result, GroupView view) in results)
            {
                Assert.True(view.Equals(results[0].View), run);
                Assert.True(result.AsSpan().SequenceEqual(Expected(view, sequence)), run);
            }
        }
    }

    private bool Step()
    {
        List<Action> choices = [];
        foreach (((int from, int to, bool _), Queue<ModelMessage> queue) in _queues)
        {
            ModelNode target = Nodes[to];
            if (queue.Count > 0 && !target.IsDead && !target.IsFrozen && target.Failure is null)
            {
                choices.Add(() => target.Receive(Nodes[from].Id, queue.Dequeue()));
            }
        }

        foreach (ModelNode node in Running)
        {
            choices.Add(() => node.SendPiece());
        }

        // Trying to send where there is nothing to send is no progress: take the next choice then.
        int start = _random.Next(choices.Count == 0 ? 1 : choices.Count);
        for (int offset = 0; offset < choices.Count; offset++)
        {
            int index = (start + offset) % choices.Count;
            int queued = choices.Count - Running.Count();
            if (index >= queued)
            {
                if (Running.ElementAt(index - queued).SendPiece())
                {
                    return true;
                }

                continue;
            }

            choices[index]();
            return true;
        }

        return false;
    }

    private Queue<ModelMessage> Queue(int from, int to, bool isData)
    {
        if (!_queues.TryGetValue((from, to, isData), out Queue<ModelMessage>? queue))
        {
            _queues[(from, to, isData)] = queue = new Queue<ModelMessage>();
        }

        return queue;
    }
}
