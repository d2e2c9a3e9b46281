using DaaCompute.Net.Dht;

namespace DaaCompute.Net.Sim.Scenarios.Dht;

/// <summary>The rules of the scenario's own namespace: a value repeats its key.</summary>
internal sealed class RepeatedKeyValidator : IRecordValidator
{
    public const string Prefix = "/sim/";

    public string Namespace => "sim";

    public bool Validate(ContentKey key, ReadOnlySpan<byte> value) => value.SequenceEqual(key.Bytes.Span);

    public int Select(ContentKey key, IReadOnlyList<ReadOnlyMemory<byte>> values) => 0;
}
