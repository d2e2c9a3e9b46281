using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Topology.State;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>
/// Signs statements in this node's name, those that come within a short while with one signature. Safe for concurrent use.
/// </summary>
internal sealed class BatchSigner(
    INodeIdentity identity, StateKeeper keeper, IOptions<TopologyOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Batch? _open;

    /// <summary>Signs statements of this node's own at once, as one batch.</summary>
    public ImmutableArray<DetachedEndorsement> Sign(ReadOnlySpan<TopologyStatement> statements) =>
        keeper.Proof.Sign(identity, statements, withKey: !keeper.Current.Members.ContainsKey(identity.PeerId));

    /// <summary>Signs a statement together with others.</summary>
    public async ValueTask<DetachedEndorsement> SignAsync(TopologyStatement statement, CancellationToken cancellationToken)
    {
        Batch batch;
        int place;
        bool opens;
        lock (_lock)
        {
            opens = _open is null || _open.Statements.Count == BatchTree.MaxLeaves;
            batch = _open = opens ? new Batch() : _open!;
            place = batch.Statements.Count;
            batch.Statements.Add(statement);
        }

        if (opens)
        {
            _ = CloseAsync(batch);
        }

        ImmutableArray<DetachedEndorsement> signed = await batch.Signed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return signed[place];
    }

    private async Task CloseAsync(Batch batch)
    {
        await Task.Delay(options.Value.SigningDelay, time).ConfigureAwait(false);
        TopologyStatement[] statements;
        lock (_lock)
        {
            _open = ReferenceEquals(_open, batch) ? null : _open;
            statements = [.. batch.Statements];
        }

        try
        {
            batch.Signed.SetResult(Sign(statements));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whoever waits for a signature learns why there is none.
            batch.Signed.SetException(exception);
        }
    }

    private sealed class Batch
    {
        public List<TopologyStatement> Statements { get; } = [];

        public TaskCompletionSource<ImmutableArray<DetachedEndorsement>> Signed { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
