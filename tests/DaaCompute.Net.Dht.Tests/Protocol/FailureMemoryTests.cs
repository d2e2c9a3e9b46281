using DaaCompute.Net.Dht.Protocol;
using DaaCompute.Net.Dht.Tests.Fakes;

namespace DaaCompute.Net.Dht.Tests.Protocol;

public sealed class FailureMemoryTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private readonly FailureMemory _memory = new();

    [Fact]
    public void Contains_AfterAFailure_LastsAMinuteFromTheLastOne()
    {
        _memory.Add(TestPeers.Id(1), Start);
        _memory.Add(TestPeers.Id(1), Start.AddSeconds(30));
        _memory.Add(TestPeers.Id(2), Start.AddSeconds(70));

        Assert.True(_memory.Contains(TestPeers.Id(1), Start.AddSeconds(89)));
        Assert.False(_memory.Contains(TestPeers.Id(1), Start.AddSeconds(90)));
    }

    [Fact]
    public void Forget_AfterAnAnswer_IsAtOnce()
    {
        _memory.Add(TestPeers.Id(1), Start);
        _memory.Forget(TestPeers.Id(1));

        Assert.False(_memory.Contains(TestPeers.Id(1), Start));
    }

    [Fact]
    public void Add_Many_IsBounded()
    {
        foreach (int number in Enumerable.Range(0, 5000))
        {
            _memory.Add(TestPeers.Id(number), Start);
        }

        Assert.InRange(_memory.Count, 1, 1024);
        Assert.True(_memory.Contains(TestPeers.Id(4999), Start));
    }
}
