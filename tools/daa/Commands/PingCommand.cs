using System.CommandLine;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary><c>daa ping MULTIADDR</c>: connects, checks who answers, and measures round trips.</summary>
internal static class PingCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static Command Create()
    {
        Argument<Multiaddress> address = CommonOptions.Address("multiaddr", "The peer's address; ending in /p2p/ID, only that peer is accepted.");
        Option<int> count = new("--count") { Description = "How many round trips.", DefaultValueFactory = _ => 5 };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000)
            {
                result.AddError("--count takes 1 to 10000.");
            }
        });
        Option<bool> classical = CommonOptions.Classical();
        Option<bool> json = CommonOptions.Json();
        Command command = new("ping", "Connects to a peer and measures round trips.") { address, count, classical, json };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetRequiredValue(address), parsed.GetValue(count), parsed.GetValue(classical), parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<int> RunAsync(
        Multiaddress address, int count, bool classical, bool json, CancellationToken stop)
    {
        DaaComputeNetworkBuilder builder = new();
        if (classical)
        {
            builder.AllowClassicalPeers();
        }

        await using DaaComputeNetwork network = await builder.StartAsync(stop);
        IPeerConnection connection = await network.Peers.ConnectAsync(address, stop);
        PeerId peer = connection.RemoteKey.PeerId;
        if (!json)
        {
            Console.WriteLine($"{peer} over {connection.Security}{(connection.IsPostQuantum ? ", post-quantum" : ", NOT post-quantum")}");
        }

        double[] roundTrips = new double[count];
        for (int index = 0; index < count; index++)
        {
            if (index > 0)
            {
                await Task.Delay(Pause, stop);
            }

            roundTrips[index] = (await network.Peers.PingAsync(peer, stop)).TotalMilliseconds;
            if (!json)
            {
                Console.WriteLine(FormattableString.Invariant($"{roundTrips[index]:0.000} ms"));
            }
        }

        Summarise(connection, roundTrips, json);
        return ExitCode.Done;
    }

    private static void Summarise(IPeerConnection connection, double[] roundTrips, bool json)
    {
        double[] sorted = [.. roundTrips.Order()];
        double median = sorted[sorted.Length / 2];
        if (json)
        {
            JsonLine.Write(new
            {
                peerId = connection.RemoteKey.PeerId.ToString(),
                security = connection.Security.Value,
                postQuantum = connection.IsPostQuantum,
                roundTripsMs = roundTrips,
                minMs = sorted[0],
                medianMs = median,
                maxMs = sorted[^1],
            });
        }
        else
        {
            Console.WriteLine(FormattableString.Invariant($"min {sorted[0]:0.000} median {median:0.000} max {sorted[^1]:0.000} ms"));
        }
    }
}
