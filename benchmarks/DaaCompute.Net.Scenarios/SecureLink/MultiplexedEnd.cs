using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>A stream of ours. The pooled builders keep the measurement's own allocations out of the result.</summary>
internal sealed class MultiplexedEnd(IMultiplexedStream stream) : IEnd
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => await stream.Output.WriteAsync(bytes);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> scratch)
    {
        ReadResult result = await stream.Input.ReadAsync();
        int length = (int)result.Buffer.Length;
        stream.Input.AdvanceTo(result.Buffer.End);
        return length;
    }
}
