using System.Diagnostics;
using DaaCompute.Net.Crypto;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Scenarios.Gossip;

/// <summary>What a node's signatures cost on this machine, one thread, key prepared.</summary>
internal sealed record SignatureCost(double SignMicroseconds, double VerifyMicroseconds)
{
    private const int Rounds = 200;

    public static SignatureCost Measure()
    {
        DaaComputeNetworkBuilder builder = new();
        using ServiceProvider provider = builder.Services.BuildServiceProvider();
        INodeIdentity identity = provider.GetRequiredService<INodeIdentity>();
        ISignatureVerifier verifier = provider.GetRequiredService<ISignatureVerifier>();
        byte[] data = new byte[200];
        byte[] signature = new byte[identity.SignatureSize];
        double sign = Median(() => identity.Sign(data, context: [], signature));
        double verify = Median(() => verifier.Verify(identity.PublicKey, data, context: [], signature));
        return new SignatureCost(sign, verify);
    }

    private static double Median(Action operation)
    {
        Series series = new();
        for (int round = -Rounds; round < Rounds; round++)
        {
            long started = Stopwatch.GetTimestamp();
            operation();
            if (round >= 0)
            {
                series.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            }
        }

        return series.Median;
    }
}
