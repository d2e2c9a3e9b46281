using DaaCompute.Net.Gossip;

namespace DaaCompute.Net.Scenarios.Gossip;

/// <summary>
/// Messages a second from one node to another over TCP, signed and verified, beside two js-libp2p nodes in the same run.
/// </summary>
internal sealed class GossipScenario : IScenario
{
    private const int Rounds = 5;

    private static readonly int[] Sizes = [100, 1024];

    public string Name => "gossip";

    public async Task RunAsync(Bars bars, IReadOnlyList<string> parts)
    {
        bars.Note("processors", Environment.ProcessorCount, "");
        SignatureCost signatures = SignatureCost.Measure();
        bars.Note("mldsa65-sign", signatures.SignMicroseconds, "us");
        bars.Note("mldsa65-verify", signatures.VerifyMicroseconds, "us");
        foreach (int size in Sizes)
        {
            await RunAsync(bars, size, signatures);
        }
    }

    private static async Task RunAsync(Bars bars, int size, SignatureCost signatures)
    {
        Series signed = new();
        Series cpu = new();
        Series classical = new();
        Series unsigned = new();
        Series foreign = new();
        string? missing = JsPair.Missing;
        await using NodePair ours = await NodePair.StartAsync(SignaturePolicy.Envelope);
        await using NodePair strict = await NodePair.StartAsync(SignaturePolicy.StrictSign);
        await using NodePair bare = await NodePair.StartAsync(SignaturePolicy.Unsigned);
        for (int round = -1; round < Rounds; round++)
        {
            // Interleaved, so that whatever else the machine does meets all of them.
            Throughput envelope = await ours.RunAsync(size, count: 2_000);
            Throughput ed25519 = await strict.RunAsync(size, count: 10_000);
            Throughput plain = await bare.RunAsync(size, count: 40_000);
            double js = missing is null ? await JsPair.RunAsync(size, count: 10_000) : 0;
            if (round >= 0)
            {
                signed.Add(envelope.MessagesPerSecond);
                cpu.Add(envelope.CpuMicroseconds);
                classical.Add(ed25519.MessagesPerSecond);
                unsigned.Add(plain.MessagesPerSecond);
                foreign.Add(js);
            }
        }

        // Where signatures are nearly all the work, only faster signatures make it faster.
        double perMessage = signatures.SignMicroseconds + signatures.VerifyMicroseconds;
        bars.Note($"gossip-{size}B-signed-cpu", cpu.Median, "us per message, both ends");
        bars.Note(
            $"gossip-{size}B-signature-bound",
            Environment.ProcessorCount * 1e6 / perMessage,
            "messages/s, if one signing and one verifying were all the work");
        bars.Note($"gossip-{size}B-signature-share-of-cpu", perMessage / cpu.Median, "of all work");
        bars.AtLeast($"gossip-{size}B-signed-per-second", signed.Median, 10_000);
        bars.Note($"gossip-{size}B-ed25519-per-second", classical.Median, "messages/s: StrictSign with the classical alias");
        bars.AtLeast($"gossip-{size}B-unsigned-per-second", unsigned.Median, 10_000);
        if (missing is null)
        {
            bars.Note($"gossip-{size}B-js-signed", foreign.Median, "messages/s: js-libp2p, StrictSign with Ed25519");
            bars.AtLeast($"gossip-{size}B-signed-vs-js", signed.Median / foreign.Median, 1);
            bars.AtLeast($"gossip-{size}B-ed25519-vs-js", classical.Median / foreign.Median, 1);
            bars.AtLeast($"gossip-{size}B-unsigned-vs-js", unsigned.Median / foreign.Median, 2.6);
        }
        else
        {
            bars.Missing($"gossip-{size}B-signed-vs-js", missing);
        }
    }
}
