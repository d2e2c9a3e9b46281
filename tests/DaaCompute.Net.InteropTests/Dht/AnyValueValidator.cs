using DaaCompute.Net.Dht;

namespace DaaCompute.Net.InteropTests.Dht;

/// <summary>Takes every value of the namespace <c>daa</c>, as the foreign peer's validator does.</summary>
internal sealed class AnyValueValidator : IRecordValidator
{
    public string Namespace => "daa";

    public bool Validate(ContentKey key, ReadOnlySpan<byte> value) => true;

    public int Select(ContentKey key, IReadOnlyList<ReadOnlyMemory<byte>> values) => 0;
}
