using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using DaaCompute.Net;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Training;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using TrainTogether.Model;

namespace TrainTogether.Workers;

/// <summary>One process of the run: a node with an identity of its own, a share of the text, and a replica of the model.</summary>
internal sealed class WorkerRun(RunOptions options, int worker)
{
    private const int ReportEvery = 10;

    private static readonly TimeSpan FormationDeadline = TimeSpan.FromSeconds(60);

    private readonly LossMeter _losses = new();
    private readonly List<double> _reduceSeconds = [];
    private double _secondsLost;
    private long _bytesReported;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Corpus corpus = Corpus.Load(options.Data!);
        DaaComputeNetworkBuilder builder = new(NodePresets.Loopback);
        Find(builder);
        if (options.Verbose)
        {
            // Standard output carries the events.
            builder.Services.AddLogging(logging => logging
                .SetMinimumLevel(LogLevel.Debug)
                .AddSimpleConsole(line => line.SingleLine = true));
            builder.Services.Configure<ConsoleLoggerOptions>(console =>
                console.LogToStandardErrorThreshold = LogLevel.Trace);
        }

        await using DaaComputeNetwork network = await builder.StartAsync(cancellationToken);
        await using LinkCounter links = await LinkCounter.StartAsync(network.Peers);
        Multiaddress address = network.LocalPeer.Addresses[0].WithPeer(network.LocalPeer.Id);
        Tell(new WorkerReady(network.LocalPeer.Id.ToString(), address.ToString()));

        AllReduceOptions reduce = new()
        {
            MinimumMembers = 1,
            ExpectedMembers = options.Nodes,
            FormationDeadline = FormationDeadline,
        };
        await using IAllReduceGroup group = await network.Training.JoinGroupAsync(
            new GroupId($"train-together/{options.Run}"), reduce, cancellationToken);
        if (group.Members.Length != options.Nodes)
        {
            throw new InvalidOperationException(
                $"{group.Members.Length} of {options.Nodes} processes found each other within {FormationDeadline}.");
        }

        Trainer trainer = new(corpus, worker, options.Nodes, options.Batch, options.Steps, options.Seed);
        await TrainAsync(trainer, group, links, cancellationToken);
        string digest = Convert.ToHexStringLower(
            Blake3.HashData(MemoryMarshal.AsBytes<float>(trainer.Model.Parameters)));
        Tell(new WorkerDone(
            digest,
            _losses.First,
            _losses.Last,
            trainer.Model.Evaluate(corpus.HeldOut),
            (long)options.Batch * options.Steps,
            _secondsLost,
            links.BytesSent,
            links.Handshakes,
            links.Security,
            Storyteller.Write(trainer.Model, corpus, characters: 300, options.Seed)));
    }

    private void Find(DaaComputeNetworkBuilder builder)
    {
        switch (options.Discover)
        {
            case Discovery.Bootstrap when options.First is not null:
                builder.Bootstrap(options.First);
                break;
            case Discovery.Mdns:
                builder.ConfigureDiscovery(discovery => discovery.MdnsEnabled = true);
                break;
            case Discovery.Rendezvous:
                builder.ConfigureDiscovery(UsePoint);
                break;
        }
    }

    private void UsePoint(PeerDiscoveryOptions discovery)
    {
        discovery.RendezvousServer = options.First is null;
        discovery.RendezvousInterval = TimeSpan.FromSeconds(1);
        if (options.First is not null)
        {
            discovery.RendezvousPoints.Add(options.First);
        }
    }

    private static void Tell(WorkerEvent happened) =>
        Console.WriteLine(JsonSerializer.Serialize(happened, JsonContext.Default.WorkerEvent));

    private async Task TrainAsync(
        Trainer trainer, IAllReduceGroup group, LinkCounter links, CancellationToken cancellationToken)
    {
        // The loss travels behind the gradient, so that every replica reports the same mean.
        float[] vector = new float[trainer.Model.Gradient.Length + 1];
        Stopwatch window = Stopwatch.StartNew();
        double lossSum = 0;
        for (int step = 0; step < options.Steps; step++)
        {
            vector[^1] = (float)trainer.ComputeGradient();
            trainer.Model.Gradient.CopyTo(vector, 0);
            await ReduceAsync(group, vector, cancellationToken);
            vector.AsSpan(..^1).CopyTo(trainer.Model.Gradient);
            trainer.Apply(step);
            _losses.Add(vector[^1]);
            lossSum += vector[^1];
            if ((step + 1) % ReportEvery == 0)
            {
                Report(step + 1, lossSum / ReportEvery, group.Members.Length, links, window.Elapsed.TotalSeconds);
                lossSum = 0;
                window.Restart();
            }
        }
    }

    private async Task ReduceAsync(IAllReduceGroup group, float[] vector, CancellationToken cancellationToken)
    {
        int members = group.Members.Length;
        Stopwatch watch = Stopwatch.StartNew();
        await group.AllReduceAsync(vector, ReduceOperation.Mean, cancellationToken);
        double seconds = watch.Elapsed.TotalSeconds;
        if (group.Members.Length < members)
        {
            _secondsLost += Math.Max(0, seconds - Median(_reduceSeconds));
        }
        else
        {
            _reduceSeconds.Add(seconds);
        }
    }

    private static double Median(List<double> values) =>
        values.Count == 0 ? 0 : values.Order().ElementAt(values.Count / 2);

    private void Report(int step, double loss, int members, LinkCounter links, double seconds)
    {
        long sent = links.BytesSent;
        double tokens = ReportEvery * options.Batch / seconds;
        string security = string.Join(", ", links.Security.Distinct());
        Tell(new WorkerStep(step, loss, members, tokens, (sent - _bytesReported) / seconds, security));
        _bytesReported = sent;
    }
}
