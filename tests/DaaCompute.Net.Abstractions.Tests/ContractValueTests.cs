using DaaCompute.Net.Dht;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Tests;

/// <summary>The small values of the contracts.</summary>
public sealed class ContractValueTests
{
    [Fact]
    public void ContentKey_OfBytes_ComparesThem()
    {
        ContentKey key = new([1, 2]);

        Assert.Equal(new ContentKey([1, 2]), key);
        Assert.Equal(new ContentKey([1, 2]).GetHashCode(), key.GetHashCode());
        Assert.True(key != new ContentKey([1, 3]));
        Assert.Equal("0102", key.ToString());
        Assert.Throws<ArgumentException>(() => new ContentKey([]));
        Assert.Throws<ArgumentException>(() => new ContentKey(new byte[ContentKey.MaxLength + 1]));
    }

    [Fact]
    public void ContentKey_OfACallersBuffer_IsACopy()
    {
        byte[] buffer = [1];
        ContentKey key = new(buffer);
        buffer[0] = 2;

        Assert.Equal("01", key.ToString());
    }

    [Fact]
    public void Topic_OfAName_IsBounded()
    {
        Assert.Equal("/a", new Topic("/a").Name);
        Assert.Throws<ArgumentException>(() => new Topic(string.Empty));
        Assert.Throws<ArgumentException>(() => new Topic(new string('a', Topic.MaxLength + 1)));
        Assert.Throws<InvalidOperationException>(() => default(Topic).Name);
    }

    [Fact]
    public void BitRate_OfKilobits_CountsThousands()
    {
        Assert.Equal(125_000, BitRate.FromKilobits(1_000).BytesPerSecond);
        Assert.True(BitRate.FromKilobits(1) < BitRate.FromKilobits(2) && BitRate.FromKilobits(2) >= BitRate.FromKilobits(2));
        Assert.Throws<OverflowException>(() => BitRate.FromKilobits(long.MaxValue));
    }

    [Fact]
    public void ResourceLimitException_OfALimit_NamesItAndItsSetting()
    {
        ResourceLimitException exception = new("inbound streams of a peer", 256, "DaaCompute:Transport:Limits:PeerInboundStreams");

        Assert.Contains("inbound streams of a peer (256)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("DaaCompute:Transport:Limits:PeerInboundStreams", exception.Message, StringComparison.Ordinal);
    }
}
