using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Tests.Runtime;

namespace DaaCompute.Net.Transport.Tests.Protocol;

public sealed class SecurityOffersTests
{
    private static readonly PeerId Classical = new PlainChannelFactory(7).LocalKey.PeerId;
    private static readonly PeerId PostQuantum = new PeerPublicKey(PeerKeyType.MlDsa65, new byte[1952]).PeerId;

    private readonly PlainChannelFactory _strong = new(1, protocol: "/strong") { IsPostQuantum = true };
    private readonly PlainChannelFactory _weak = new(1, protocol: "/weak");

    [Fact]
    public void OffersTo_ByPeer_IsWhatItCanProve()
    {
        SecurityOffers offers = new([_strong, _weak]);

        Assert.Equal([_strong, _weak], offers.OffersTo(null));
        Assert.Equal([_strong], offers.OffersTo(PostQuantum));
        Assert.Equal([_weak], offers.OffersTo(Classical));
    }

    [Fact]
    public void OffersTo_ClassicalPeerWhereNoneIsAllowed_ThrowsAndNamesTheSetting()
    {
        HandshakeException error = Assert.Throws<HandshakeException>(() => new SecurityOffers([_strong]).OffersTo(Classical));

        Assert.Equal(HandshakeError.NoCommonProtocol, error.Error);
        Assert.Contains(Classical.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains("DaaCompute:Crypto:AllowClassicalPeers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Declined_ByStrength_NamesOffersAndSetting()
    {
        Assert.Contains("/strong", new SecurityOffers([_strong]).Declined([_strong]).Message, StringComparison.Ordinal);
        Assert.Contains("AllowClassicalPeers", new SecurityOffers([_strong]).Declined([_strong]).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "AllowClassicalPeers", new SecurityOffers([_strong, _weak]).Declined([_strong]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingCommon_StrangeProposals_TellsNamesOnly()
    {
        SecurityOffers offers = new([_strong]);

        string told = offers.NothingCommon(["/tls/1.0.0", "\u001b[31m", .. Enumerable.Repeat("/x", 40)], new InvalidOperationException()).Message;

        Assert.Contains("/tls/1.0.0, /x, /x, /x.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", told, StringComparison.Ordinal);
        Assert.Contains("nothing that is", offers.NothingCommon(["\u0007"], new InvalidOperationException()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_WithoutProtocols_Throws() => Assert.Throws<ArgumentException>(() => new SecurityOffers([]));
}
