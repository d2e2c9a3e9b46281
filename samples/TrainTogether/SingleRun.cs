using System.Diagnostics;
using System.Runtime.InteropServices;
using DaaCompute.Net.Crypto;
using TrainTogether.Model;

namespace TrainTogether;

/// <summary>The same training in one process: no network, the batch of all processes together.</summary>
internal static class SingleRun
{
    public static RunReport Train(RunOptions options, Corpus corpus)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int batch = options.Batch * options.Nodes;
        Trainer trainer = new(corpus, share: 0, shares: 1, batch, options.Steps, options.Seed);
        LossMeter losses = new();
        for (int step = 0; step < options.Steps; step++)
        {
            losses.Add(trainer.ComputeGradient());
            trainer.Apply(step);
            if ((step + 1) % (options.Steps / 10) == 0)
            {
                Console.Error.WriteLine($"single: step {step + 1}/{options.Steps}, loss {losses.Last:F3}");
            }
        }

        string digest = Convert.ToHexStringLower(
            Blake3.HashData(MemoryMarshal.AsBytes<float>(trainer.Model.Parameters)));
        return new RunReport(
            Nodes: 1,
            Survivors: 1,
            [digest],
            losses.First,
            losses.Last,
            trainer.Model.Evaluate(corpus.HeldOut),
            SingleHeldOutLoss: null,
            (long)batch * options.Steps,
            watch.Elapsed.TotalSeconds,
            SecondsLostToFaults: 0,
            BytesSent: 0,
            Handshakes: 0,
            Security: []);
    }
}
