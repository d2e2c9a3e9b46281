namespace DaaCompute.Net.Fuzz;

/// <summary>A decoder with the laws that hold for every input.</summary>
internal interface IFuzzTarget
{
    /// <summary>Lower-case words with hyphens: the name on the command line and of the corpus's folder.</summary>
    string Name { get; }

    /// <summary>What decoding may allocate.</summary>
    AllocationLimit Limit { get; }

    /// <summary>Valid encodings, made by our own encoders, for a fuzzer to start from.</summary>
    IEnumerable<byte[]> Seeds();

    /// <summary>Decodes an input, and throws where a law is broken. Must do the same for the same input.</summary>
    /// <param name="input">Any bytes.</param>
    /// <exception cref="FuzzFindingException">A law is broken. Any other exception is a finding as well.</exception>
    void Run(ReadOnlySpan<byte> input);
}
