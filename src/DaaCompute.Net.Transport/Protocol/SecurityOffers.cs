using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>Which security protocols are offered to whom, and what to say when none is common.</summary>
/// <remarks>
/// multistream-select is not authenticated: what must not be agreed on must not be offered. A peer's id tells what it can
/// prove, so a dialled peer is offered only that; a downgrade by somebody between then ends in the wrong peer.
/// </remarks>
internal sealed class SecurityOffers
{
    /// <summary>Of what a peer proposed in vain, this much is worth telling.</summary>
    private const int MaxTold = 4;

    private const string Setting =
        "A node talks to classical peers only with AllowClassicalPeers() (DaaCompute:Crypto:AllowClassicalPeers).";

    private readonly ISecureChannelFactory[] _all;

    public SecurityOffers(IEnumerable<ISecureChannelFactory> factories)
    {
        _all = [.. factories];
        if (_all.Length == 0)
        {
            throw new ArgumentException("A node needs at least one security protocol.", nameof(factories));
        }
    }

    private bool IsPostQuantumOnly => _all.All(factory => factory.IsPostQuantum);

    /// <summary>The protocol of that name, if this node allows it.</summary>
    public ISecureChannelFactory? Find(string protocol) => Array.Find(_all, factory => factory.Protocol.Value == protocol);

    /// <summary>What is offered to a peer, best first.</summary>
    /// <param name="expectedPeer">Whom the dial means to reach; null for anybody.</param>
    /// <exception cref="HandshakeException">The peer is classical, and this node allows none.</exception>
    public ISecureChannelFactory[] OffersTo(PeerId? expectedPeer)
    {
        if (expectedPeer is null)
        {
            return _all;
        }

        bool isClassical = expectedPeer.InlinePublicKey is { IsPostQuantum: false };
        ISecureChannelFactory[] fitting = Array.FindAll(_all, factory => factory.IsPostQuantum != isClassical);
        return fitting.Length > 0 ? fitting
            : isClassical ? throw new HandshakeException(
                HandshakeError.NoCommonProtocol, $"Peer {expectedPeer} is classical: its key is not post-quantum. {Setting}")
            : _all;
    }

    /// <summary>The peer declined every offer.</summary>
    public HandshakeException Declined(IEnumerable<ISecureChannelFactory> offers) => new(
        HandshakeError.NoCommonProtocol,
        $"The peer speaks none of the security protocols that this node offers: {Join(offers.Select(offer => offer.Protocol.Value))}."
        + Hint());

    /// <summary>The peer proposed only what this node does not allow, and left or went on regardless.</summary>
    public HandshakeException NothingCommon(IEnumerable<string> proposed, Exception cause) => new(
        HandshakeError.NoCommonProtocol,
        $"The peer proposes no security protocol that this node allows, but {Join(proposed.Where(ProtocolId.IsValid).Take(MaxTold))}."
        + Hint(),
        cause);

    private static string Join(IEnumerable<string> protocols) =>
        string.Join(", ", protocols.DefaultIfEmpty("nothing that is a protocol's name"));

    private string Hint() => IsPostQuantumOnly ? $" This node requires post-quantum security. {Setting}" : string.Empty;
}
