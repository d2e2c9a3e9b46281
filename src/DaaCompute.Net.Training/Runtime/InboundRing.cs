using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>A stream that a predecessor opened, held by its handler until the group is done with it.</summary>
internal sealed class InboundRing(MemberId from, ulong epoch, IPeerStream stream)
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MemberId From => from;

    public ulong Epoch => epoch;

    public IPeerStream Stream => stream;

    public Task Released => _released.Task;

    public void Release()
    {
        stream.Abort();
        _released.TrySetResult();
    }
}
