using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Topology.State;
using DaaCompute.Net.Topology.Wire;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>The agreed state as it is now. Safe for concurrent use.</summary>
internal sealed class StateKeeper
{
    private readonly Lock _lock = new();
    private readonly IContentHash _hash;
    private NetworkState _current;
    private TaskCompletionSource _advanced = NewSignal();

    public StateKeeper(IContentHash hash, ISignatureVerifier verifier, IOptions<TopologyOptions> options)
    {
        TopologyOptions settings = options.Value;
        _hash = hash;
        Proof = new VertexProof(hash, verifier, settings.Network);
        StateLimits limits = new(settings.MaxNodes, settings.MaxLinksPerNode, settings.StatementWindow);
        _current = NetworkState.Genesis(
            hash, limits, new Electorate(0, [.. settings.Validators.Select(validator => PeerId.Parse(validator))]));
    }

    public VertexProof Proof { get; }

    public NetworkState Current => Volatile.Read(ref _current);

    /// <summary>Goes one height further.</summary>
    /// <param name="payload">What was proposed, by whatever part of the node.</param>
    /// <param name="changes">The topology's changes in it, with what became of them.</param>
    public NetworkState Advance(
        ReadOnlyMemory<byte> payload, out ImmutableArray<(TopologyChange Change, ChangeVerdict Verdict)> changes)
    {
        NetworkState before = Current;
        ImmutableArray<ProvenChange> proven = VertexCodec.TryDecode(payload, out NetworkStateVertex? vertex)
            ? Proof.Prove(vertex, before)
            : [];
        NetworkState next = before.Apply(proven, out ImmutableArray<ChangeVerdict> verdicts);
        changes = [.. proven.Zip(verdicts, (change, verdict) => (change.Statement.Change, verdict))];
        Replace(next);
        return next;
    }

    /// <summary>Begins with a state from the disk.</summary>
    public void Begin(NetworkState state) => Replace(state);

    public NetworkState? Restore(long height, IEnumerable<StateRecord> records) =>
        NetworkState.Restore(_hash, Current.Limits, Current.Electorate, height, records);

    /// <summary>Waits for the state to go further than a height.</summary>
    public async ValueTask WaitBeyondAsync(long height, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task advanced;
            lock (_lock)
            {
                if (_current.Height > height)
                {
                    return;
                }

                advanced = _advanced.Task;
            }

            await advanced.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Replace(NetworkState state)
    {
        TaskCompletionSource advanced;
        lock (_lock)
        {
            Volatile.Write(ref _current, state);
            advanced = _advanced;
            _advanced = NewSignal();
        }

        advanced.SetResult();
    }
}
