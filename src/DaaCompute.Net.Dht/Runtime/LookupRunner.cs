using System.Collections.Immutable;
using DaaCompute.Net.Dht.Diagnostics;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>Runs lookups: makes the requests that <see cref="IterativeLookup"/> asks for, and gives it the answers.</summary>
internal sealed class LookupRunner(DhtContext context, DhtState state, RequestClient client)
{
    private readonly LookupLimits _limits = new(
        context.Options.BucketSize, context.Options.Concurrency, context.Options.DisjointPaths);

    /// <summary>Asked when a peer of a full bucket has been silent for long.</summary>
    public Action<TableEntry>? Stale { get; set; }

    private readonly ImmutableArray<PeerId> _names = context.AliasId is PeerId alias ? [context.Self, alias] : [context.Self];

    /// <summary>Sends one request to ever closer peers.</summary>
    /// <param name="request">The request; its key is the target.</param>
    /// <param name="answered">Sees each answer; true ends the lookup.</param>
    /// <param name="progressed">Sees the lookup after each answer; true ends it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="unasked">A peer that is not asked; null for none.</param>
    /// <returns>The closest peers that answered, the closest first; of a lookup that was ended, those too that may yet.</returns>
    public async ValueTask<ImmutableArray<LookupCandidate>> RunAsync(
        KademliaMessage request,
        Func<LookupCandidate, KademliaMessage, bool>? answered,
        Func<IterativeLookup, bool>? progressed,
        CancellationToken cancellationToken,
        PeerId? unasked = null)
    {
        KademliaKey target = KademliaKey.Of(request.Key.Span);
        ImmutableArray<PeerId> excluded = unasked is null ? _names : _names.Add(unasked);
        IterativeLookup lookup = new(target, excluded, state.Seeds(target), _limits);
        long started = context.Time.GetTimestamp();
        using CancellationTokenSource deadline = new(context.Options.LookupTimeout, context.Time);
        using CancellationTokenSource ended =
            CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        bool isWhole = await StepAsync(lookup, request, answered, progressed, ended).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        ImmutableArray<LookupCandidate> closest =
            [.. isWhole || deadline.IsCancellationRequested ? lookup.Closest : lookup.Prospects];
        TimeSpan duration = context.Time.GetElapsedTime(started);
        context.Metrics.LookedUp(duration, lookup.Queries, lookup.Hops);
        DhtLog.LookupEnded(context.Log, lookup.Queries, lookup.Hops, closest.Length, duration);
        if (isWhole)
        {
            state.Refreshed(target);
            if (!target.Equals(state.SelfKey))
            {
                state.Track([.. closest.Select(candidate => candidate.Distance)]);
            }
        }

        return closest;
    }

    /// <summary>Runs it to its end. Returns whether it came there by itself.</summary>
    private async ValueTask<bool> StepAsync(
        IterativeLookup lookup,
        KademliaMessage request,
        Func<LookupCandidate, KademliaMessage, bool>? answered,
        Func<IterativeLookup, bool>? progressed,
        CancellationTokenSource ended)
    {
        List<Task<(LookupCandidate Candidate, KademliaMessage? Answer)>> pending = [];
        bool stopped = false;
        while (!stopped && !ended.IsCancellationRequested && !lookup.IsFinished)
        {
            while (lookup.Next() is LookupCandidate next)
            {
                pending.Add(AskAsync(next, request, ended.Token));
            }

            Task<(LookupCandidate Candidate, KademliaMessage? Answer)> done =
                await Task.WhenAny(pending).ConfigureAwait(false);
            pending.Remove(done);
            (LookupCandidate candidate, KademliaMessage? answer) = await done.ConfigureAwait(false);
            if (answer is null)
            {
                lookup.Failed(candidate);
                continue;
            }

            lookup.Answered(candidate, Filter(answer.CloserPeers));
            stopped = (answered?.Invoke(candidate, answer) ?? false) | (progressed?.Invoke(lookup) ?? false);
        }

        bool isWhole = !stopped && !ended.IsCancellationRequested;
        await ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(pending).ConfigureAwait(false);
        return isWhole;
    }

    private async Task<(LookupCandidate Candidate, KademliaMessage? Answer)> AskAsync(
        LookupCandidate candidate, KademliaMessage request, CancellationToken cancellationToken)
    {
        // What this node knows by itself is asked all the same: its own link may have been what failed.
        if (candidate.Hops > 1 && state.FailedRecently(candidate.Id))
        {
            return (candidate, null);
        }

        try
        {
            KademliaMessage? answer = await client
                .AskAsync(candidate.Id, candidate.Addresses, request, cancellationToken).ConfigureAwait(false);
            Note(candidate.Id, answer is not null);
            return (candidate, answer);
        }
        catch (OperationCanceledException)
        {
            // The lookup is over; that the peer had no time to answer says nothing about it.
            return (candidate, null);
        }
    }

    private void Note(PeerId peer, bool answered)
    {
        if (!answered)
        {
            state.Failed(peer);
        }
        else if (context.Network.FindConnection(peer) is IPeerConnection connection
            && state.Seen(connection) is TableEntry stale)
        {
            Stale?.Invoke(stale);
        }
    }

    private ImmutableArray<KademliaPeer> Filter(ImmutableArray<KademliaPeer> peers) => context.Options.AllowPrivateAddresses
        ? peers
        : [.. peers.Select(peer => peer with { Addresses = AddressReach.Select(peer.Addresses, allowPrivate: false) })];
}
