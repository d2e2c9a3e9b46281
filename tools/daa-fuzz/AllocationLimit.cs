namespace DaaCompute.Net.Fuzz;

/// <summary>How much decoding may allocate: so many bytes for each byte of input, and a constant.</summary>
/// <param name="PerByte">Bytes for each byte of input.</param>
/// <param name="Constant">Bytes whatever the input.</param>
/// <param name="Reason">Why it is not <see cref="OfInput"/>.</param>
internal sealed record AllocationLimit(int PerByte, int Constant, string Reason)
{
    /// <summary>The limit of every decoder that gives no reason for another.</summary>
    public static AllocationLimit OfInput { get; } = new(2, 4096, "the rule");

    /// <summary>For decoders whose allocations cannot be told from those of the code around them.</summary>
    public static AllocationLimit None(string reason) => new(int.MaxValue, int.MaxValue, reason);

    public long For(int inputLength) => ((long)PerByte * inputLength) + Constant;
}
