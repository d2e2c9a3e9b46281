using System.Collections.Immutable;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>What a rendezvous point remembers, and its rules. Bounded; nothing survives a restart.</summary>
/// <remarks>
/// <para>Source: libp2p/specs rendezvous. A registration replaces that of the same peer and namespace.</para>
/// <para>Not safe for concurrent use. Times are spans since any fixed moment.</para>
/// </remarks>
internal sealed class RendezvousRegistry(RendezvousLimits limits, ulong epoch)
{
    private readonly SortedDictionary<ulong, RendezvousEntry> _entries = [];
    private readonly SortedDictionary<(PeerId Peer, string Namespace), ulong> _byPeer = new(RendezvousOrder.Instance);
    private readonly SortedDictionary<string, SortedSet<ulong>> _byNamespace = new(StringComparer.Ordinal);
    private readonly SortedSet<ulong> _all = [];
    private readonly SortedSet<(TimeSpan Expires, ulong Sequence)> _byExpiry = [];
    private readonly SortedDictionary<PeerId, int> _counts = [];
    private ulong _lastSequence;

    public int Count => _entries.Count;

    /// <summary>Registers a peer, whose record has been checked to be its own.</summary>
    public RendezvousRegisterResponse Register(PeerId peer, RendezvousRegistration registration, TimeSpan now)
    {
        Expire(now);
        string name = registration.Namespace;
        if (name.Length is 0 or > RendezvousLimits.MaxNamespace)
        {
            return Refuse(RendezvousStatus.InvalidNamespace, $"A namespace has 1 to {RendezvousLimits.MaxNamespace} characters.");
        }

        if (registration.TimeToLive > RendezvousLimits.MaxTimeToLive.TotalSeconds)
        {
            return Refuse(RendezvousStatus.InvalidTimeToLive, $"The longest lifetime is {RendezvousLimits.MaxTimeToLive.TotalHours} h.");
        }

        bool isRenewal = _byPeer.TryGetValue((peer, name), out ulong earlier);
        if (!isRenewal && _counts.GetValueOrDefault(peer) >= limits.PeerRegistrations)
        {
            return Refuse(RendezvousStatus.NotAuthorized, $"A peer may register under {limits.PeerRegistrations} namespaces.");
        }

        if (!isRenewal && _entries.Count >= limits.Registrations)
        {
            return Refuse(RendezvousStatus.Unavailable, "This rendezvous point is full.");
        }

        if (isRenewal)
        {
            Remove(earlier);
        }

        TimeSpan lifetime = registration.TimeToLive == 0
            ? RendezvousLimits.DefaultTimeToLive
            : TimeSpan.FromSeconds(registration.TimeToLive);
        Add(new RendezvousEntry(peer, name, registration.SignedRecord, now + lifetime, ++_lastSequence));
        return new RendezvousRegisterResponse(RendezvousStatus.Ok, null, (ulong)lifetime.TotalSeconds);
    }

    /// <summary>Takes a registration back; does nothing when there is none.</summary>
    public void Unregister(PeerId peer, string name)
    {
        if (_byPeer.TryGetValue((peer, name), out ulong sequence))
        {
            Remove(sequence);
        }
    }

    /// <summary>Lists registrations, oldest first, those after the cookie.</summary>
    public RendezvousDiscoverResponse Discover(RendezvousDiscover request, TimeSpan now)
    {
        Expire(now);
        if (request.Namespace is { Length: 0 or > RendezvousLimits.MaxNamespace })
        {
            return RefuseDiscover(RendezvousStatus.InvalidNamespace, $"A namespace has 1 to {RendezvousLimits.MaxNamespace} characters.");
        }

        ulong after = 0;
        if (!request.Cookie.IsEmpty && !RendezvousCookie.TryRead(request.Cookie.Span, epoch, request.Namespace, out after))
        {
            return RefuseDiscover(RendezvousStatus.InvalidCookie, "The cookie is not of this rendezvous point and namespace.");
        }

        int limit = request.Limit is 0 or > RendezvousMessage.MaxRegistrations
            ? RendezvousMessage.MaxRegistrations
            : (int)request.Limit;
        SortedSet<ulong> listed = request.Namespace is null ? _all : _byNamespace.GetValueOrDefault(request.Namespace) ?? [];
        RendezvousEntry[] page =
            [.. listed.GetViewBetween(after + 1, ulong.MaxValue).Take(limit).Select(sequence => _entries[sequence])];
        ulong last = page.Length == 0 ? after : page[^1].Sequence;
        return new RendezvousDiscoverResponse(
            RendezvousStatus.Ok,
            null,
            [.. page.Select(entry => new RendezvousRegistration(
                entry.Namespace, entry.SignedRecord, (ulong)Math.Ceiling((entry.Expires - now).TotalSeconds)))],
            RendezvousCookie.Write(epoch, request.Namespace, last));
    }

    private static RendezvousRegisterResponse Refuse(RendezvousStatus status, string why) => new(status, why, 0);

    private static RendezvousDiscoverResponse RefuseDiscover(RendezvousStatus status, string why) =>
        new(status, why, ImmutableArray<RendezvousRegistration>.Empty, ReadOnlyMemory<byte>.Empty);

    private void Add(RendezvousEntry entry)
    {
        _entries.Add(entry.Sequence, entry);
        _byPeer.Add((entry.Peer, entry.Namespace), entry.Sequence);
        _byExpiry.Add((entry.Expires, entry.Sequence));
        _all.Add(entry.Sequence);
        if (!_byNamespace.TryGetValue(entry.Namespace, out SortedSet<ulong>? same))
        {
            _byNamespace.Add(entry.Namespace, same = []);
        }

        same.Add(entry.Sequence);
        _counts[entry.Peer] = _counts.GetValueOrDefault(entry.Peer) + 1;
    }

    private void Remove(ulong sequence)
    {
        _entries.Remove(sequence, out RendezvousEntry? entry);
        _byPeer.Remove((entry!.Peer, entry.Namespace));
        _byExpiry.Remove((entry.Expires, sequence));
        _all.Remove(sequence);
        SortedSet<ulong> same = _byNamespace[entry.Namespace];
        same.Remove(sequence);
        if (same.Count == 0)
        {
            _byNamespace.Remove(entry.Namespace);
        }

        int left = _counts[entry.Peer] - 1;
        if (left == 0)
        {
            _counts.Remove(entry.Peer);
        }
        else
        {
            _counts[entry.Peer] = left;
        }
    }

    private void Expire(TimeSpan now)
    {
        while (_byExpiry.Count > 0 && _byExpiry.Min.Expires <= now)
        {
            Remove(_byExpiry.Min.Sequence);
        }
    }
}
