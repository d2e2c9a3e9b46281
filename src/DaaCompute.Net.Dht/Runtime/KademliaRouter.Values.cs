using System.Collections.Immutable;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;

namespace DaaCompute.Net.Dht.Runtime;

internal sealed partial class KademliaRouter
{
    public async ValueTask PutValueAsync(
        ContentKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        _state.Validators.Demand(key, value.Span);
        ValueRecord record = _state.PutValue(key, value.ToArray())
            ?? throw new RecordNotStoredException(key, "This node's own store of values is full (DaaCompute:Dht:MaxValues).");
        if (!record.Value.Span.SequenceEqual(value.Span))
        {
            throw new RecordRejectedException(key, "A better value of this key is known already.");
        }

        int stored = await _announcer.PutAsync(record, cancellationToken).ConfigureAwait(false);
        if (stored == 0)
        {
            throw new RecordNotStoredException(
                key, $"None of the {_state.Status.RoutingTablePeers} peers of the routing table led to one that took the value.");
        }

        _maintenance.Publishes(key);
    }

    public async ValueTask<ReadOnlyMemory<byte>?> GetValueAsync(
        ContentKey key, CancellationToken cancellationToken = default)
    {
        _state.Validators.Demand(key);
        ValueSelection selection = new(key, _state.Validators, _context.Options.ValueQuorum);
        if (_state.FindValue(key) is ValueRecord own)
        {
            selection.Offer(null, own.Value);
        }

        Dictionary<PeerId, LookupCandidate> askable = [];
        KademliaMessage request = new(KademliaMessageType.GetValue) { Key = key.Bytes };
        ImmutableArray<LookupCandidate> closest = await _lookups.RunAsync(
            request,
            (candidate, answer) =>
            {
                askable[candidate.Id] = candidate;
                if (answer.Record is KademliaRecord record && record.Key.Span.SequenceEqual(key.Bytes.Span))
                {
                    selection.Offer(candidate.Id, record.Value);
                }

                return selection.IsComplete;
            },
            null,
            cancellationToken).ConfigureAwait(false);
        if (selection.Best is not ReadOnlyMemory<byte> best)
        {
            return null;
        }

        Correct(key, best, selection, askable, closest);
        return best;
    }

    /// <summary>Gives the best value to those that have a worse one, and to those of the closest that have none.</summary>
    private void Correct(
        ContentKey key,
        ReadOnlyMemory<byte> best,
        ValueSelection selection,
        Dictionary<PeerId, LookupCandidate> askable,
        ImmutableArray<LookupCandidate> closest)
    {
        HashSet<PeerId> right = [.. selection.Holders];
        LookupCandidate[] wrong =
        [
            .. selection.Outdated.Select(peer => askable[peer])
                .Concat(selection.IsComplete ? [] : closest.Where(candidate => !right.Contains(candidate.Id)))
                .DistinctBy(candidate => candidate.Id),
        ];
        if (_state.FindValue(key) is ValueRecord own && !own.Value.Span.SequenceEqual(best.Span))
        {
            _state.PutValue(key, best);
        }

        if (wrong.Length > 0)
        {
            ValueRecord record = new(key, best, _context.Self, _context.Now, _context.Now);
            _work.Run("correction", async () =>
                await _announcer.PutAsync(record, wrong, _stopping.Token).ConfigureAwait(false));
        }
    }
}
