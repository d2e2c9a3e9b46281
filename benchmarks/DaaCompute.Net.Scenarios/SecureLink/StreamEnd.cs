namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>A socket or TLS stream.</summary>
internal sealed class StreamEnd(Stream stream) : IEnd
{
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => stream.WriteAsync(bytes);

    public ValueTask<int> ReadAsync(Memory<byte> scratch) => stream.ReadAsync(scratch);
}
