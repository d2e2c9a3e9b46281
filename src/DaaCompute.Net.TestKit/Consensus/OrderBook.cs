using DaaCompute.Net.Consensus;
using DaaCompute.Net.Simulation;

namespace DaaCompute.Net.TestKit.Consensus;

/// <summary>What was proposed, and what each process has read; says where a promise is broken.</summary>
internal sealed class OrderBook(SimulatedCluster cluster)
{
    private readonly List<string> _order = [];
    private readonly HashSet<string> _final = [];
    private readonly Dictionary<string, SimulatedProcess> _proposed = [];
    private readonly Dictionary<SimulatedProcess, int> _read = [];

    public bool IsOpen { get; private set; } = true;

    /// <summary>No more is proposed.</summary>
    public void Close() => IsOpen = false;

    public void Propose(SimulatedProcess process, byte[] payload) => _proposed.Add(Convert.ToHexString(payload), process);

    public void Withdraw(SimulatedProcess process, byte[] payload)
    {
        if (_proposed.GetValueOrDefault(Convert.ToHexString(payload)) == process)
        {
            _proposed.Remove(Convert.ToHexString(payload));
        }
    }

    /// <summary>A process has read the next proposal.</summary>
    public void Read(SimulatedProcess process, Proposal proposal)
    {
        int next = _read.GetValueOrDefault(process);
        string payload = Convert.ToHexString(proposal.Payload.Span);
        cluster.Require(proposal.Height == next, $"node {process.Number} read height {proposal.Height} after {next - 1}");
        _read[process] = next + 1;
        if (next < _order.Count)
        {
            cluster.Require(_order[next] == payload, $"node {process.Number} has another proposal at height {next} than others");
            return;
        }

        _order.Add(payload);
        cluster.Require(_proposed.ContainsKey(payload), $"nobody proposed what is final at height {next}");
        cluster.Require(_final.Add(payload), $"what is final at height {next} was final before");
    }

    /// <summary>Whether a process has read all that is final, and all that living processes proposed is.</summary>
    public bool IsComplete(SimulatedProcess process) =>
        _read.GetValueOrDefault(process) == _order.Count
        && _proposed.All(proposed => !proposed.Value.IsAlive || _final.Contains(proposed.Key));

    public string Describe() =>
        $"{_final.Count} final of {_proposed.Count} proposed, {_proposed.Count(one => one.Value.IsAlive && !_final.Contains(one.Key))} missing";
}
