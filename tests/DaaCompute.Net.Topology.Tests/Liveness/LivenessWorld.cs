using DaaCompute.Net.Topology.Liveness;
using DaaCompute.Net.Topology.Tests.Fakes;

namespace DaaCompute.Net.Topology.Tests.Liveness;

/// <summary>Failure detectors of several nodes, a network between them that loses and delays, and a clock: all in one thread.</summary>
internal sealed class LivenessWorld
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly PriorityQueue<Action, (TimeSpan At, int Order)> _queue = new();
    private readonly Random _random;
    private readonly FaultDetector[] _detectors;
    private readonly double _loss;
    private int _order;

    public LivenessWorld(int nodes, int seed, double loss = 0, FaultDetectorOptions? options = null)
    {
        _random = new Random(seed);
        _loss = loss;
        Nodes = nodes;
        _detectors = [.. Enumerable.Range(0, nodes).Select(node =>
            new FaultDetector(TestNodes.Id(node), options ?? new FaultDetectorOptions(), new TestEntropy(seed + node)))];
        for (int node = 0; node < nodes; node++)
        {
            for (int peer = 0; peer < nodes; peer++)
            {
                Tell(node, new PeerWatched(TestNodes.Id(peer)));
            }
        }
    }

    public int Nodes { get; }

    public TimeSpan Now { get; private set; }

    /// <summary>Nodes that answer nothing and do nothing.</summary>
    public HashSet<int> Dead { get; } = [];

    /// <summary>Ways that carry nothing, by from and to.</summary>
    public HashSet<(int From, int To)> Cut { get; } = [];

    /// <summary>Every change of what a node believes, with its time.</summary>
    public List<(TimeSpan At, int Node, int Peer, PeerStatus Status)> Log { get; } = [];

    public FaultDetector this[int node] => _detectors[node];

    public PeerStatus Status(int node, int peer) => _detectors[node].StatusOf(TestNodes.Id(peer));

    public void Run(TimeSpan time)
    {
        for (TimeSpan end = Now + time; Now < end; Now += Step)
        {
            while (_queue.TryPeek(out Action? action, out (TimeSpan At, int Order) due) && due.At <= Now)
            {
                _queue.Dequeue();
                action();
            }

            for (int node = 0; node < Nodes; node++)
            {
                if (!Dead.Contains(node))
                {
                    Tell(node, new LivenessTick());
                }
            }
        }
    }

    public void Tell(int node, LivenessEvent happened)
    {
        foreach (LivenessEffect effect in _detectors[node].Step(happened, Now))
        {
            Carry(node, effect);
        }
    }

    private void Carry(int node, LivenessEffect effect)
    {
        switch (effect)
        {
            case SendProbe probe:
                int peer = Number(probe.Peer);
                Send(node, peer, () => Send(peer, node, () => Tell(node, new PeerHeard(probe.Peer))));
                break;
            case SendIndirectProbe indirect:
                int via = Number(indirect.Via);
                int target = Number(indirect.Target);
                Send(node, via, () => Send(via, target, () => Send(target, via, () => Send(via, node, () =>
                    Tell(node, new IndirectAnswer(indirect.Target, indirect.Via, IsAlive: true))))));
                break;
            case TellSuspicion suspicion:
                int suspect = Number(suspicion.Suspect);
                foreach (int other in Enumerable.Range(0, Nodes).Where(other => other != node && other != suspect).Take(3))
                {
                    Send(node, other, () => Send(other, suspect, () =>
                        Tell(suspect, new SuspicionHeard(suspicion.Suspect, suspicion.Incarnation))));
                }

                break;
            case TellAlive alive:
                foreach (int other in Enumerable.Range(0, Nodes).Where(other => other != node))
                {
                    Send(node, other, () => Tell(other, new AliveHeard(TestNodes.Id(node), alive.Incarnation)));
                }

                break;
            case StatusChanged changed:
                Log.Add((Now, node, Number(changed.Peer), changed.Now));
                break;
        }
    }

    /// <summary>A message that is lost comes to nothing, as does one to or from a node that is dead.</summary>
    private void Send(int from, int to, Action arrive)
    {
        if (Dead.Contains(from) || Cut.Contains((from, to)) || _random.NextDouble() < _loss)
        {
            return;
        }

        TimeSpan delay = TimeSpan.FromMilliseconds(5 + _random.Next(100));
        _queue.Enqueue(() =>
        {
            if (!Dead.Contains(to))
            {
                arrive();
            }
        }, (Now + delay, _order++));
    }

    private int Number(PeerId peer) => Enumerable.Range(0, Nodes).First(node => TestNodes.Id(node) == peer);
}
