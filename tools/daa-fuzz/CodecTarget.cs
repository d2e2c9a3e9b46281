namespace DaaCompute.Net.Fuzz;

/// <summary>A decoder that has an encoder: what was decoded, encoded and decoded again is the same.</summary>
/// <typeparam name="T">What is decoded.</typeparam>
internal abstract class CodecTarget<T> : IFuzzTarget
{
    public abstract string Name { get; }

    public virtual AllocationLimit Limit => AllocationLimit.OfInput;

    /// <summary>Whether a value has one encoding only, so that encoding gives back what was read.</summary>
    protected virtual bool IsCanonical => false;

    public abstract IEnumerable<byte[]> Seeds();

    public void Run(ReadOnlySpan<byte> input)
    {
        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        bool isRead = TryDecode(input, out T? value);
        meter.Stop();
        if (!isRead)
        {
            return;
        }

        Check(value!, input);
        byte[] encoded = Encode(value!);
        if (IsCanonical)
        {
            FuzzFindingException.Require(input.SequenceEqual(encoded), "a second encoding of a value was read");
        }

        FuzzFindingException.Require(TryDecode(encoded, out T? again), "what was encoded is not read");
        FuzzFindingException.Require(encoded.AsSpan().SequenceEqual(Encode(again!)), "what was read again differs");
    }

    protected abstract bool TryDecode(ReadOnlySpan<byte> input, out T? value);

    protected abstract byte[] Encode(T value);

    /// <summary>Further laws of a value that was read.</summary>
    protected virtual void Check(T value, ReadOnlySpan<byte> input)
    {
    }
}
