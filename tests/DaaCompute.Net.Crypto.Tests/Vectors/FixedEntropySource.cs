namespace DaaCompute.Net.Crypto.Tests.Vectors;

/// <summary>Hands out the bytes of a vector, once each and in order.</summary>
internal sealed class FixedEntropySource(byte[] bytes) : IEntropySource
{
    private int _used;

    public void Fill(Span<byte> destination)
    {
        bytes.AsSpan(_used, destination.Length).CopyTo(destination);
        _used += destination.Length;
    }
}
