using System.Collections.Immutable;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>A service instance that a link told of: a peer, or what may become one once its TXT record has come.</summary>
internal sealed class MdnsInstance(DnsName name)
{
    /// <summary>At which parts of its life a record is asked for again, in per cent (RFC 6762 section 5.2).</summary>
    private static readonly int[] Refreshes = [80, 85, 90, 95];

    /// <summary>A TXT record that did not come with the pointer is asked for this often.</summary>
    private const int MaxTextRequests = 3;

    private int _refresh;
    private int _jitter;
    private int _textRequests;

    public DnsName Name => name;

    /// <summary>The peer, once known.</summary>
    public PeerInfo? Peer { get; private set; }

    public TimeSpan Expires { get; private set; }

    public TimeSpan Lifetime { get; private set; }

    /// <summary>When the peer was last told to the node.</summary>
    public TimeSpan? Told { get; set; }

    /// <summary>When its TXT record is to be asked for, or null.</summary>
    public TimeSpan? TextDue { get; private set; }

    /// <summary>When the pointer is to be asked for again, or null once all attempts are made.</summary>
    public TimeSpan? RefreshDue => _refresh < Refreshes.Length
        ? Expires - (Lifetime * (100 - Refreshes[_refresh] - _jitter) / 100)
        : null;

    /// <summary>The pointer was heard.</summary>
    /// <param name="lifetime">How long it holds.</param>
    /// <param name="jitter">0 to 2: per cent by which refreshes are late, so that not all of a link ask at once.</param>
    /// <param name="now">Now.</param>
    public void Renew(TimeSpan lifetime, int jitter, TimeSpan now)
    {
        (Lifetime, Expires, _refresh, _jitter) = (lifetime, now + lifetime, 0, jitter);
        TextDue = Peer is null && _textRequests < MaxTextRequests ? TextDue ?? now : null;
    }

    /// <summary>The pointer was taken back.</summary>
    public void Leave(TimeSpan within, TimeSpan now) =>
        (Expires, _refresh) = (TimeSpan.FromTicks(Math.Min(Expires.Ticks, (now + within).Ticks)), Refreshes.Length);

    public void Refreshed(TimeSpan now)
    {
        while (RefreshDue <= now)
        {
            _refresh++;
        }
    }

    public void TextRequested(TimeSpan now)
    {
        _textRequests++;
        TextDue = _textRequests < MaxTextRequests ? now + TimeSpan.FromSeconds(1 << _textRequests) : null;
    }

    /// <summary>Its TXT records were heard.</summary>
    /// <returns>Whether they say something new.</returns>
    public bool Describe(PeerId peer, ImmutableArray<Multiaddress> addresses)
    {
        bool isNew = Peer?.Id != peer || !Peer.Addresses.SequenceEqual(addresses);
        Peer = isNew ? new PeerInfo(peer, addresses) : Peer;
        TextDue = null;
        return isNew;
    }
}
