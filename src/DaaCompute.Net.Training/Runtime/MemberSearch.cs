using System.Text;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Training.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>
/// Finds members of a group that no connected peer tells of: whoever provides the group's key in the DHT, and whoever
/// announces itself on the group's topic. A node without these layers goes by its connected peers alone.
/// </summary>
internal sealed class MemberSearch(IContentRouter? content, IGossip? gossip, TimeProvider time, ILogger logger)
{
    /// <summary>What the key and the topic of a group begin with.</summary>
    private const string Prefix = "/daa-compute/groups/";

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Members that were apart come together within this time; a lookup costs some twenty requests.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Whoever subscribes later announces itself, so a member need not repeat itself forever.</summary>
    private const int Announcements = 3;

    /// <summary>Searches, listens and announces until the group is closed.</summary>
    /// <param name="group">The group.</param>
    /// <param name="announcement">This node's announcement, as it is published.</param>
    /// <param name="found">Takes a peer that provides the group's key; it may be anybody.</param>
    /// <param name="heard">Takes a message of the group's topic; not verified.</param>
    /// <param name="closed">Fires when the group is closed.</param>
    public Task RunAsync(
        GroupId group,
        ReadOnlyMemory<byte> announcement,
        Action<PeerInfo> found,
        Action<GossipMessage> heard,
        CancellationToken closed)
    {
        Topic topic = new(Prefix + group.Value);
        return Task.WhenAll(
            content is null ? Task.CompletedTask : ProvideAndFindAsync(content, group, found, closed),
            gossip is null ? Task.CompletedTask : UntilClosedAsync(group, () => ListenAsync(gossip, topic, heard, closed), closed),
            gossip is null ? Task.CompletedTask : UntilClosedAsync(group, () => AnnounceAsync(gossip, topic, announcement, closed), closed));
    }

    /// <summary>The key that members provide: whoever knows the group's name can compute it, and nobody can turn it back.</summary>
    internal static ContentKey KeyOf(GroupId group) => ContentKey.ForContent(Encoding.UTF8.GetBytes(Prefix + group.Value));

    private async Task ProvideAndFindAsync(
        IContentRouter router, GroupId group, Action<PeerInfo> found, CancellationToken closed)
    {
        ContentKey key = KeyOf(group);
        TimeSpan pause = FirstPause;
        int told = 0;
        await UntilClosedAsync(
            group,
            async () =>
            {
                while (true)
                {
                    try
                    {
                        told = await ProvideAsync(router, key, told, closed).ConfigureAwait(false);
                        await foreach (PeerInfo peer in router.FindProvidersAsync(key, closed).ConfigureAwait(false))
                        {
                            found(peer);
                        }
                    }
                    catch (DaaComputeException exception)
                    {
                        TrainingLog.SearchFailed(logger, group, exception.Message);
                    }

                    await Task.Delay(pause, time, closed).ConfigureAwait(false);
                    pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
                }
            },
            closed).ConfigureAwait(false);
        await UntilClosedAsync(
            group, () => router.WithdrawAsync(key, CancellationToken.None).AsTask(), closed).ConfigureAwait(false);
    }

    /// <summary>
    /// Provides the key again once this node knows twice as much of the network: what a node tells that has only just
    /// begun may end up far from where others look.
    /// </summary>
    private static async ValueTask<int> ProvideAsync(
        IContentRouter router, ContentKey key, int told, CancellationToken closed)
    {
        int known = router.Status.RoutingTablePeers;
        if (known <= 2 * told)
        {
            return told;
        }

        await router.ProvideAsync(key, closed).ConfigureAwait(false);
        return known;
    }

    private static async Task ListenAsync(
        IGossip gossip, Topic topic, Action<GossipMessage> heard, CancellationToken closed)
    {
        ISubscription<GossipMessage> messages = await gossip.SubscribeAsync(topic, closed).ConfigureAwait(false);
        await using (((IAsyncDisposable)messages).ConfigureAwait(false))
        {
            await foreach (GossipMessage message in messages.WithCancellation(closed).ConfigureAwait(false))
            {
                heard(message);
            }
        }
    }

    private async Task AnnounceAsync(
        IGossip gossip, Topic topic, ReadOnlyMemory<byte> announcement, CancellationToken closed)
    {
        TimeSpan pause = FirstPause;
        for (int count = 0; count < Announcements; count++)
        {
            await gossip.WaitForMeshAsync(topic, closed).ConfigureAwait(false);
            await gossip.PublishAsync(topic, announcement, closed).ConfigureAwait(false);
            await Task.Delay(pause, time, closed).ConfigureAwait(false);
            pause *= 5;
        }
    }

    /// <summary>One way that fails leaves the others, and the group, as they are.</summary>
    private async Task UntilClosedAsync(GroupId group, Func<Task> work, CancellationToken closed)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // The group is closed.
        }
        catch (Exception exception) when (exception is DaaComputeException or ObjectDisposedException)
        {
            TrainingLog.SearchFailed(logger, group, exception.Message);
        }
    }
}
