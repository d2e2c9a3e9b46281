using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Simulation.Storage;

/// <summary>A process's view of the guard file on its machine's disk.</summary>
internal sealed class SimulatedGuardFile(SimulatedProcess process, SimulatedDisk disk) : IGuardFile
{
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        await process.NeverAsync().ConfigureAwait(false);

        // Not null, which would convert to an empty value.
        return disk.Guard is byte[] guard ? guard : default(ReadOnlyMemory<byte>?);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await process.NeverAsync().ConfigureAwait(false);
        if (!disk.HasRoomFor(content.Length))
        {
            throw new StateStoreException(
                StateStoreError.Full, $"The disk of node {process.Number} is full: {disk.Used} of {disk.Capacity} bytes.");
        }

        disk.BeginGuard(content.ToArray());
        await process.SleepAsync(disk.DrawSyncTime().Ticks, CancellationToken.None).ConfigureAwait(false);
        disk.EndGuard();
    }
}
