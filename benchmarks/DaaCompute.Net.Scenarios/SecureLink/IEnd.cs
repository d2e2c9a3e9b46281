namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>One end of a link under test.</summary>
internal interface IEnd
{
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Waits for bytes, takes them, and returns how many.</summary>
    ValueTask<int> ReadAsync(Memory<byte> scratch);
}
