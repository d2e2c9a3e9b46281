using DaaCompute.Net.Crypto;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.CommandLine.Node;

/// <summary>Starts a node, tells what happens to it, and stops it when asked.</summary>
internal static class NodeRun
{
    public static async Task<int> RunAsync(
        NodeSettings settings, IReadOnlyList<TopicSettings> topics, INodeOutput output, CancellationToken stop)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        DaaComputeNetworkBuilder builder = settings.ToBuilder();
        foreach (TopicSettings topic in topics)
        {
            topic.Apply(builder);
        }

        await using (DaaComputeNetwork network = await builder.StartAsync(stop))
        {
            await using ISubscription<PeerEvent> events = await network.Peers.SubscribeAsync(stop);
            List<Task> readers = [];
            foreach (TopicSettings topic in topics)
            {
                readers.Add(ReadAsync(await network.Gossip.SubscribeAsync(topic.Topic, stop), output, ending.Token));
            }

            IClassicalAlias? alias = network.Services.GetService<IClassicalAlias>();
            IEnumerable<ISecureChannelFactory> channels = network.Services.GetServices<ISecureChannelFactory>();
            output.Ready(
                network.LocalPeer,
                alias?.Identity.PeerId,
                [.. channels.Concat(alias?.Channels ?? []).Select(channel => channel.Protocol)]);
            Task closed = StandardInput.WhenClosedAsync(ending);
            try
            {
                await foreach (PeerEvent happened in events.WithCancellation(ending.Token))
                {
                    output.Happened(happened);
                }
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // Asked to stop: by a signal, or because whoever started this node is gone.
            }

            await ending.CancelAsync();
            await Task.WhenAll(readers);
        }

        output.Stopped();
        return ExitCode.Done;
    }

    private static async Task ReadAsync(ISubscription<GossipMessage> messages, INodeOutput output, CancellationToken ending)
    {
        await using (messages)
        {
            try
            {
                await foreach (GossipMessage message in messages.WithCancellation(ending))
                {
                    output.Heard(message);
                }
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The node stops, and the subscription with it.
            }
        }
    }
}
