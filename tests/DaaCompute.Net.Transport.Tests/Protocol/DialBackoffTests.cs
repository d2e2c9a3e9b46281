using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Tests.Runtime;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class DialBackoffTests
{
    private readonly DialBackoff _backoff = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));
    private readonly PeerId _peer = new TestIdentity(1).PeerId;

    [Fact]
    public void Failed_AgainAndAgain_DoublesUpToTheLongest()
    {
        TimeSpan now = TimeSpan.Zero;
        foreach (int seconds in new[] { 5, 10, 20, 40, 60, 60 })
        {
            Assert.True(_backoff.MayDial(_peer, now));
            _backoff.Failed(_peer, now);
            Assert.False(_backoff.MayDial(_peer, now + TimeSpan.FromSeconds(seconds - 0.1)));
            now += TimeSpan.FromSeconds(seconds);
        }

        _backoff.Succeeded(_peer);
        _backoff.Failed(_peer, now);
        Assert.True(_backoff.MayDial(_peer, now + TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Suspend_Peer_WaitsTheLongest()
    {
        _backoff.Suspend(_peer, TimeSpan.Zero);

        Assert.False(_backoff.MayDial(_peer, TimeSpan.FromSeconds(59)));
        Assert.True(_backoff.MayDial(_peer, TimeSpan.FromSeconds(60)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Failed_EndlessPeers_StaysBoundedAndKeepsTheLatest(int secondsBetween)
    {
        PeerId last = _peer;
        for (int index = 0; index < 3 * DialBackoff.Capacity; index++)
        {
            byte[] key = new byte[32];
            BitConverter.TryWriteBytes(key, index);
            last = new PeerPublicKey(PeerKeyType.Ed25519, key).PeerId;
            _backoff.Failed(last, TimeSpan.FromSeconds(index * secondsBetween));
            Assert.InRange(_backoff.Count, 1, DialBackoff.Capacity);
        }

        Assert.False(_backoff.MayDial(last, TimeSpan.FromSeconds(3 * DialBackoff.Capacity * secondsBetween)));
    }
}
