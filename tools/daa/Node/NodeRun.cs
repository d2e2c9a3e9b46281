using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.CommandLine.Node;

/// <summary>Starts a node, tells what happens to it, and stops it when asked.</summary>
internal static class NodeRun
{
    public static async Task<int> RunAsync(NodeRunOptions options, INodeOutput output, CancellationToken stop)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using (DaaComputeNetwork network = await Build(options).StartAsync(stop))
        {
            await using ISubscription<PeerEvent> events = await network.Peers.SubscribeAsync(stop);
            output.Ready(network.LocalPeer, [.. network.Services.GetServices<ISecureChannelFactory>().Select(offer => offer.Protocol)]);
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
        }

        output.Stopped();
        return ExitCode.Done;
    }

    private static DaaComputeNetworkBuilder Build(NodeRunOptions options)
    {
        DaaComputeNetworkBuilder builder = new(options.Preset);
        builder.Services.AddLogging(logging => logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddSimpleConsole(console => console.SingleLine = true)
            .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
                console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        builder.Services.Configure<TransportOptions>(transport =>
        {
            foreach (Multiaddress address in options.Listen)
            {
                transport.ListenAddresses.Add(address.ToString());
            }

            foreach (Multiaddress address in options.Bootstrap)
            {
                transport.Discovery.BootstrapNodes.Add(address.ToString());
            }
        });
        if (options.IdentityPath is not null)
        {
            builder.UseIdentityFile(options.IdentityPath);
        }

        return builder;
    }
}
