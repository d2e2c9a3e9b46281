using DaaCompute.Net.Simulation;
using DaaCompute.Net.Training;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>One group, one all-reduce, one fault.</summary>
internal sealed class AllReduceRound(
    SimulatedCluster cluster, WholeNodes nodes, int members, string name, bool restartsAtOnce)
{
    private const int VectorLength = 6_000;
    private const int PieceSize = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private enum Misfortune
    {
        None,
        Crash,
        PowerLoss,
        Freeze,
        Loss,
    }

    /// <summary>Forms the group, reduces with a fault at one piece, and checks what every member ends with.</summary>
    /// <param name="index">Counts rounds over all seeds: it picks fault and piece, so that a sweep meets every one.</param>
    /// <param name="entropy">For what is left to chance.</param>
    public async Task RunAsync(int index, SeededEntropySource entropy)
    {
        Misfortune misfortune = (Misfortune)(index % Enum.GetValues<Misfortune>().Length);
        int piece = index / Enum.GetValues<Misfortune>().Length % (2 * VectorLength * sizeof(float) / PieceSize);
        SimulatedNode victim = cluster.Nodes[entropy.NextInt32(members)];
        PeerId victimId = nodes.Find(victim.Number)!.LocalPeer.Id;
        cluster.Mark($"{name}: {misfortune} of node {victim.Number} at piece {piece}");
        IAllReduceGroup[]? groups = await JoinAsync();
        if (groups is null)
        {
            return;
        }

        float[][] inputs = [.. groups.Select(_ => Draw(entropy))];
        float[][] vectors = [.. inputs.Select(input => (float[])input.Clone())];
        Strike strike = new(piece, () => Befall(misfortune, victim));
        Task<bool>[] reduces = new Task<bool>[members];
        for (int rank = 0; rank < members; rank++)
        {
            reduces[rank] = ReduceAsync(groups[rank], vectors[rank], rank == victim.Number - 1 ? strike : Strike.Never);
        }

        bool finished = await cluster.RunUntilAsync(
            () => Survivors(victim, misfortune).All(rank => reduces[rank].IsCompleted), Patience);
        cluster.Require(finished, $"{name}: a survivor neither finishes nor fails");
        victim.Thaw();
        cluster.Network.SetConditions(LinkConditions.Regional);
        if (finished && misfortune == Misfortune.Freeze)
        {
            bool woke = await cluster.RunUntilAsync(() => reduces[victim.Number - 1].IsCompleted, Patience);
            cluster.Require(woke, $"{name}: the frozen member neither finishes nor fails after its thaw");
        }

        await CheckAsync(misfortune, reduces, inputs, vectors, victim.Number - 1);
        await RecoverAsync(groups, victim, victimId);
    }

    private IEnumerable<int> Survivors(SimulatedNode victim, Misfortune misfortune) => Enumerable.Range(0, members).Where(
        rank => rank != victim.Number - 1 || misfortune is Misfortune.None or Misfortune.Loss || !IsStruck(victim));

    private static bool IsStruck(SimulatedNode victim) => !victim.IsRunning;

    private static float[] Draw(SeededEntropySource entropy)
    {
        // Small whole numbers: their sums are exact, whatever the order of adding.
        float[] vector = new float[VectorLength];
        for (int index = 0; index < vector.Length; index++)
        {
            vector[index] = entropy.NextInt32(2_000) - 1_000;
        }

        return vector;
    }

    private void Befall(Misfortune misfortune, SimulatedNode victim)
    {
        switch (misfortune)
        {
            case Misfortune.Crash:
                victim.Crash();
                break;
            case Misfortune.PowerLoss:
                victim.LosePower();
                break;
            case Misfortune.Freeze:
                victim.Freeze();
                break;
            case Misfortune.Loss:
                cluster.Network.SetConditions(LinkConditions.Regional with { LossRate = 0.1 });
                break;
            default:
                break;
        }
    }

    private async Task<IAllReduceGroup[]?> JoinAsync()
    {
        Task<IAllReduceGroup[]> joining = Task.WhenAll(Enumerable.Range(1, members).Select(JoinAsync));
        bool joined = await cluster.RunUntilAsync(() => joining.IsCompleted, Patience);
        cluster.Require(joined, $"{name}: the group does not form");
        return joined ? await joining : null;
    }

    private async Task<IAllReduceGroup> JoinAsync(int number)
    {
        AllReduceOptions options = new() { ExpectedMembers = members, MinimumMembers = 2, PieceSize = PieceSize };
        ITrainingProtocol training = nodes.Find(number)!.Services.GetRequiredService<ITrainingProtocol>();
        return await training.JoinGroupAsync(new GroupId(name), options);
    }

    private bool IsForgotten(PeerId peer) => nodes.Running.All(run => run.Network.Peers.FindConnection(peer) is null);

    /// <summary>Reduces.</summary>
    /// <returns>False when it failed as it may.</returns>
    private async Task<bool> ReduceAsync(IAllReduceGroup group, float[] vector, Strike strike)
    {
        try
        {
            await group.AllReduceAsync(vector, ReduceOperation.Sum, strike);
            return true;
        }
        catch (AllReduceFailedException fault)
        {
            cluster.Mark($"{name}: {fault.Message}");
            return false;
        }
    }

    /// <summary>
    /// Every member that finished holds the same sum: of all that finished, and of any of those that did not. Who failed
    /// holds what it brought.
    /// </summary>
    private async Task CheckAsync(
        Misfortune misfortune, Task<bool>[] reduces, float[][] inputs, float[][] vectors, int victim)
    {
        List<int> finished = [];
        List<int> others = [];
        for (int rank = 0; rank < members; rank++)
        {
            bool isFinished = reduces[rank].IsCompleted && await reduces[rank];
            (isFinished ? finished : others).Add(rank);
            if (reduces[rank].IsCompleted && !isFinished)
            {
                cluster.Require(vectors[rank].AsSpan().SequenceEqual(inputs[rank]), $"{name}: a failed member's vector was changed");

                // A link held up by losses for longer than a heartbeat may be silent drops anybody.
                bool mayFail = rank == victim || misfortune == Misfortune.Loss;
                cluster.Require(mayFail, $"{name}: node {rank + 1} failed, though not it was struck");
            }
        }

        cluster.Mark($"{name}: {finished.Count} members finished");
        if (finished.Count > 0)
        {
            float[] result = vectors[finished[0]];
            cluster.Require(
                finished.TrueForAll(rank => vectors[rank].AsSpan().SequenceEqual(result)), $"{name}: results differ");
            cluster.Require(IsSumOf(result, inputs, finished, others), $"{name}: the result is no sum of its members' vectors");
        }
    }

    private static bool IsSumOf(float[] result, float[][] inputs, List<int> certain, List<int> possible)
    {
        for (int subset = 0; subset < 1 << possible.Count; subset++)
        {
            IEnumerable<int> ranks = certain.Concat(possible.Where((_, index) => (subset >> index & 1) == 1));
            if (Sum([.. ranks.Select(rank => inputs[rank])]).AsSpan().SequenceEqual(result))
            {
                return true;
            }
        }

        return false;
    }

    private static float[] Sum(float[][] vectors)
    {
        float[] sum = new float[VectorLength];
        foreach (float[] vector in vectors)
        {
            for (int index = 0; index < sum.Length; index++)
            {
                sum[index] += vector[index];
            }
        }

        return sum;
    }

    private async Task RecoverAsync(IAllReduceGroup[] groups, SimulatedNode victim, PeerId victimId)
    {
        List<Task> leaving = [];
        for (int rank = 0; rank < members; rank++)
        {
            if (nodes.Find(rank + 1) is not null)
            {
                leaving.Add(groups[rank].DisposeAsync().AsTask());
            }
        }

        if (victim.Process is null)
        {
            bool noticed = restartsAtOnce || await cluster.RunUntilAsync(() => IsForgotten(victimId), Patience);
            cluster.Require(noticed, $"{name}: a dead member's connections outlive it");
            victim.Restart();
        }

        Task left = Task.WhenAll(leaving);
        cluster.Require(await cluster.RunUntilAsync(() => left.IsCompleted, Patience), $"{name}: a member does not leave");
        cluster.Require(
            await cluster.RunUntilAsync(() => nodes.Running.Length == cluster.Nodes.Length, Patience), "a node did not come back");
    }
}
