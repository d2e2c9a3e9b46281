using DaaCompute.Net.Simulation;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>Bare connections under every fault: what comes back is what was sent, in order, or the connection breaks.</summary>
internal sealed class EchoScenario : IScenario
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Healed = TimeSpan.FromMinutes(5);

    public string Name => "echo";

    public string Summary => "Streams over bad links keep order and content or break; after healing every pair talks again.";

    public async Task RunAsync(SimulatedCluster cluster)
    {
        cluster.Network.DefaultConditions = LinkConditions.Regional with
        {
            LossRate = 0.3 * cluster.Entropy("loss").NextDouble(),
        };
        int[] echoed = new int[cluster.Nodes.Length];
        foreach (SimulatedNode node in cluster.Nodes)
        {
            node.Start(process => Task.WhenAll(ServeAsync(process), AskAsync(cluster, process, echoed)));
        }

        FaultPlan plan = FaultPlan.Draw(cluster.Entropy("faults"), cluster.Nodes.Length, Duration, FaultPlan.EveryKind);
        await plan.RunAsync(cluster);
        Array.Clear(echoed);
        bool recovered = await cluster.RunUntilAsync(() => Array.TrueForAll(echoed, count => count >= 3), Healed);
        cluster.Require(recovered, $"not everybody hears an echo after healing: {string.Join(' ', echoed)}");
    }

    private static async Task ServeAsync(SimulatedProcess process)
    {
        ITransportListener listener = await process.Transport.ListenAsync(process.Machine.Address, CancellationToken.None);
        while (await listener.AcceptAsync(CancellationToken.None) is ITransportConnection connection)
        {
            _ = EchoAsync(connection);
        }
    }

    private static async Task EchoAsync(ITransportConnection connection)
    {
        await using ITransportConnection owned = connection;
        byte[] buffer = new byte[8 * 1024];
        try
        {
            int count;
            while ((count = await connection.ReceiveAsync(buffer, CancellationToken.None)) > 0)
            {
                await connection.SendAsync(buffer.AsMemory(0, count), CancellationToken.None);
            }

            await connection.CloseOutputAsync(CancellationToken.None);
        }
        catch (TransportException)
        {
            // The asker crashed or gave up; there is nobody to tell.
        }
    }

    private static async Task AskAsync(SimulatedCluster cluster, SimulatedProcess process, int[] echoed)
    {
        while (true)
        {
            SimulatedNode peer = cluster.Nodes[process.Entropy.NextInt32(cluster.Nodes.Length)];
            using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60), process.Time);
            try
            {
                if (await AskOnceAsync(process, peer.Address, deadline.Token))
                {
                    echoed[process.Number - 1]++;
                }
                else
                {
                    cluster.Violation($"node {process.Number} got other bytes back from {peer.Number}");
                }
            }
            catch (Exception expected) when (expected is TransportException or OperationCanceledException)
            {
                cluster.Mark($"{process.Number} did not reach {peer.Number}: {expected.Message}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100 + process.Entropy.NextInt32(900)), process.Time);
        }
    }

    private static async Task<bool> AskOnceAsync(SimulatedProcess process, Multiaddress peer, CancellationToken deadline)
    {
        byte[] question = new byte[1 + process.Entropy.NextInt32(200_000)];
        process.Entropy.Fill(question);
        await using ITransportConnection connection = await process.Transport.DialAsync(peer, deadline);
        byte[] answer = new byte[question.Length];
        Task<int> receiving = ReceiveAsync(connection, answer, deadline);
        await Task.WhenAll(SendAsync(connection, question, deadline), receiving);
        return await receiving == answer.Length && answer.AsSpan().SequenceEqual(question);
    }

    private static async Task<int> ReceiveAsync(ITransportConnection connection, Memory<byte> answer, CancellationToken deadline)
    {
        int total = 0;
        int count;
        while (total < answer.Length && (count = await connection.ReceiveAsync(answer[total..], deadline)) > 0)
        {
            total += count;
        }

        return total;
    }

    private static async Task SendAsync(ITransportConnection connection, byte[] bytes, CancellationToken deadline)
    {
        await connection.SendAsync(bytes, deadline);
        await connection.CloseOutputAsync(deadline);
    }
}
