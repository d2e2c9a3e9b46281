namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>Gives out listed bytes in their order: the keys of a published vector.</summary>
internal sealed class ListedEntropy(params byte[][] values) : IEntropySource
{
    private readonly Queue<byte[]> _values = new(values);

    public void Fill(Span<byte> destination)
    {
        byte[] value = _values.Dequeue();
        Assert.Equal(destination.Length, value.Length);
        value.CopyTo(destination);
    }
}
