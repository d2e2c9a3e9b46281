using System.Collections.Immutable;
using System.Threading.Channels;
using DaaCompute.Net.Dht.Diagnostics;
using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Wire;

namespace DaaCompute.Net.Dht.Runtime;

/// <summary>
/// What a node does without being asked: joining, refreshing, announcing again, forgetting, saving. One task with one timer,
/// which sleeps until the next of these is due.
/// </summary>
internal sealed class Maintenance(
    DhtContext context,
    DhtState state,
    KademliaHandler handler,
    LookupRunner lookups,
    TableWatch watch,
    Announcer announcer,
    DhtStore? store,
    KademliaPeerSource source)
{
    /// <summary>libp2p/specs kad-dht lets a node forget what has expired only now and then, such as every hour.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    /// <summary>The pace of refreshing while the table is small and grows; js-libp2p's initial interval is the same.</summary>
    private static readonly TimeSpan MinRefreshInterval = TimeSpan.FromSeconds(1);

    /// <summary>The wait before a key that nobody took is announced once more.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    private const int MaxAnnouncementsAtOnce = 64;

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private IDisposable? _handling;
    private DateTimeOffset _refreshDue = DateTimeOffset.MaxValue;
    private DateTimeOffset _lastRefresh = DateTimeOffset.MinValue;
    private TimeSpan _pace = MinRefreshInterval;
    private int _peers;
    private DateTimeOffset _sweepDue = context.Now + SweepInterval;
    private DateTimeOffset _saveDue = store is null ? DateTimeOffset.MaxValue : context.Now + context.Options.SaveInterval;
    private bool _isJoined;

    /// <summary>Called when a peer may have come into the table.</summary>
    public void Grown()
    {
        if (state.TablePeers < context.Options.BucketSize)
        {
            _wake.Writer.TryWrite(true);
        }
    }

    public void Provides(ContentKey key) => Schedule(state.Provided, key);

    public void Withdraws(ContentKey key) => state.Locked(_ => state.Provided.Remove(key));

    public void Publishes(ContentKey key) => Schedule(state.Published, key);

    /// <summary>Runs until the node stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        // What was saved, or a connection that came first, is enough to begin with.
        _refreshDue = state.Seeds(state.SelfKey).Count > 0 ? context.Now : DateTimeOffset.MaxValue;
        while (true)
        {
            UpdateMode();
            await RefreshIfDueAsync(stopping).ConfigureAwait(false);
            await AnnounceDueAsync(stopping).ConfigureAwait(false);
            await KeepAsync(stopping).ConfigureAwait(false);
            await WaitAsync(stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Announces a key now and notes when to do it again. A key that nobody took is tried again soon.</summary>
    public async ValueTask AnnounceAsync(ContentKey key, CancellationToken cancellationToken)
    {
        int taken = await announcer.ProvideAsync(key, cancellationToken).ConfigureAwait(false);
        Note(state.Provided, key, taken);
    }

    /// <summary>Decides whether this node answers others, and begins or ends to.</summary>
    public void UpdateMode()
    {
        PeerInfo self = context.Network.LocalPeer;
        (DhtMode mode, string reason) = ModeRule.Decide(
            context.Options.Mode, self.Addresses, self.Capabilities, context.Options.AllowPrivateAddresses);
        if (mode == state.Mode)
        {
            return;
        }

        state.Mode = mode;
        DhtLog.ModeChanged(context.Log, mode, reason);
        _handling?.Dispose();
        _handling = mode == DhtMode.Server ? context.Network.Handle(handler) : null;
    }

    /// <summary>Ends to answer others.</summary>
    public void Close() => _handling?.Dispose();

    private void Schedule(RepublishSchedule schedule, ContentKey key) => state.Locked(_ =>
    {
        schedule.Announced(key, context.Now);
        return _wake.Writer.TryWrite(true);
    });

    private void Note(RepublishSchedule schedule, ContentKey key, int taken) => state.Locked(_ =>
    {
        if (!schedule.Contains(key))
        {
            // Withdrawn meanwhile.
            return false;
        }

        if (taken > 0)
        {
            DhtLog.Announced(context.Log, key, taken);
            schedule.Announced(key, context.Now);
        }
        else
        {
            DateTimeOffset due = context.Now + RetryInterval;
            DhtLog.AnnouncementFailed(context.Log, key, due);
            schedule.Retry(key, due);
        }

        return _wake.Writer.TryWrite(true);
    });

    /// <summary>
    /// A table that has fewer peers than a bucket is refreshed soon after it has grown, and then ever less often: either the
    /// network is as small as that, or the peers that are missing have not been heard of yet.
    /// </summary>
    private async ValueTask RefreshIfDueAsync(CancellationToken stopping)
    {
        DateTimeOffset soon = _lastRefresh > DateTimeOffset.MinValue ? _lastRefresh + MinRefreshInterval : context.Now;
        int peers = state.TablePeers;
        if (peers > _peers && peers < context.Options.BucketSize && soon < _refreshDue)
        {
            _refreshDue = soon;
        }

        if (context.Now < _refreshDue)
        {
            return;
        }

        _lastRefresh = context.Now;
        await RefreshAsync(stopping).ConfigureAwait(false);
        int count = state.TablePeers;
        TimeSpan longest = context.Options.RefreshInterval;
        _pace = count >= context.Options.BucketSize ? longest
            : count > _peers ? MinRefreshInterval
            : _pace * 2 < longest ? _pace * 2 : longest;
        _peers = count;

        // Between nine and eleven tenths, so that nodes that started together do not stay in step.
        _refreshDue = context.Now + (_pace * (0.9 + (0.2 * context.Entropy.NextDouble())));
    }

    private async ValueTask RefreshAsync(CancellationToken stopping)
    {
        watch.ConsiderAll(stopping);
        int found = await LookUpAsync(context.Self.Bytes, stopping).ConfigureAwait(false);
        if (found == 0)
        {
            return;
        }

        if (!_isJoined)
        {
            _isJoined = true;
            DhtLog.Bootstrapped(context.Log, state.TablePeers);
        }

        // Where the lookup of this node itself did not find k peers, it has found all there are.
        foreach (byte[] key in found < context.Options.BucketSize ? [] : state.KeysToRefresh())
        {
            await LookUpAsync(key, stopping).ConfigureAwait(false);
        }
    }

    private async ValueTask<int> LookUpAsync(ReadOnlyMemory<byte> key, CancellationToken stopping)
    {
        KademliaMessage request = new(KademliaMessageType.FindNode) { Key = key };
        ImmutableArray<LookupCandidate> closest =
            await lookups.RunAsync(request, null, null, stopping).ConfigureAwait(false);
        foreach (LookupCandidate candidate in closest)
        {
            source.Offer(new PeerInfo(candidate.Id, candidate.Addresses));
        }

        return closest.Length;
    }

    private async ValueTask AnnounceDueAsync(CancellationToken stopping)
    {
        foreach (ContentKey key in state.Locked(_ => state.Provided.Due(context.Now, MaxAnnouncementsAtOnce)))
        {
            state.AddProvider(key, context.Self, context.Network.LocalPeer.Addresses);
            await AnnounceAsync(key, stopping).ConfigureAwait(false);
        }

        foreach (ContentKey key in state.Locked(_ => state.Published.Due(context.Now, MaxAnnouncementsAtOnce)))
        {
            if (state.FindValue(key) is not ValueRecord value || value.Source != context.Self)
            {
                // Another peer has stored a better one here since; it is for that peer to publish.
                state.Locked(_ => state.Published.Remove(key));
                continue;
            }

            ValueRecord renewed = state.PutValue(key, value.Value) ?? value;
            Note(state.Published, key, await announcer.PutAsync(renewed, stopping).ConfigureAwait(false));
        }
    }

    private async ValueTask KeepAsync(CancellationToken stopping)
    {
        if (context.Now >= _sweepDue)
        {
            state.Sweep();
            _sweepDue = context.Now + SweepInterval;
        }

        if (store is not null && context.Now >= _saveDue)
        {
            await store.SaveAsync(stopping).ConfigureAwait(false);
            _saveDue = context.Now + context.Options.SaveInterval;
        }
    }

    private async ValueTask WaitAsync(CancellationToken stopping)
    {
        DateTimeOffset due = state.Locked(_ => Earliest(
            _refreshDue, _sweepDue, _saveDue, state.Provided.NextDue, state.Published.NextDue));
        TimeSpan wait = due - context.Now;
        if (wait <= TimeSpan.Zero)
        {
            await Task.Yield();
            return;
        }

        // A delay is cut to whole milliseconds: what is due within one must not be waited for by none, again and again.
        wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task woken = _wake.Reader.WaitToReadAsync(over.Token).AsTask();
        await Task.WhenAny(woken, Task.Delay(wait, context.Time, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        stopping.ThrowIfCancellationRequested();
        _wake.Reader.TryRead(out bool _);
    }

    private static DateTimeOffset Earliest(params ReadOnlySpan<DateTimeOffset?> times)
    {
        DateTimeOffset earliest = DateTimeOffset.MaxValue;
        foreach (DateTimeOffset? time in times)
        {
            earliest = time < earliest ? time.Value : earliest;
        }

        return earliest;
    }
}
