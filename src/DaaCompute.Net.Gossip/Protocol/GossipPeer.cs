using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>A connected peer that speaks gossipsub, as the router sees it.</summary>
internal sealed class GossipPeer(PeerId id, GossipVersion version, bool isOutbound, PeerScore score)
{
    private Dictionary<MessageId, long>? _unwanted;
    private Dictionary<MessageId, int>? _retransmissions;

    public PeerId Id => id;

    public GossipVersion Version => version;

    /// <summary>Whether this node dialled it.</summary>
    public bool IsOutbound => isOutbound;

    public PeerScore Score => score;

    /// <summary>What it subscribes to. Looked up, never enumerated.</summary>
    public HashSet<string> Topics { get; } = new(StringComparer.Ordinal);

    /// <summary>IHAVE messages of this heartbeat.</summary>
    public int IHavesReceived { get; set; }

    /// <summary>Ids that it was asked for in this heartbeat.</summary>
    public int IdsAsked { get; set; }

    /// <summary>Ids in its IDONTWANTs of this heartbeat.</summary>
    public int UnwantedReceived { get; set; }

    /// <summary>What waits to be sent to it with the next RPC.</summary>
    public OutgoingControl Control { get; } = new();

    public void MarkUnwanted(MessageId id, long untilHeartbeat) => (_unwanted ??= [])[id.Detach()] = untilHeartbeat;

    public bool Wants(MessageId id) => _unwanted is null || !_unwanted.ContainsKey(id);

    /// <summary>How often a message was sent to it for the asking, this time included.</summary>
    public int CountRetransmission(MessageId id)
    {
        _retransmissions ??= [];
        _retransmissions.TryGetValue(id, out int count);
        _retransmissions[id] = count + 1;
        return count + 1;
    }

    public void BeginHeartbeat(long heartbeat, MessageCache cache)
    {
        IHavesReceived = 0;
        IdsAsked = 0;
        UnwantedReceived = 0;
        if (_unwanted is not null)
        {
            foreach ((MessageId message, long until) in _unwanted)
            {
                if (until <= heartbeat)
                {
                    _unwanted.Remove(message);
                }
            }

            _unwanted = _unwanted.Count == 0 ? null : _unwanted;
        }

        if (_retransmissions is not null)
        {
            foreach (MessageId message in _retransmissions.Keys)
            {
                if (!cache.Contains(message))
                {
                    _retransmissions.Remove(message);
                }
            }

            _retransmissions = _retransmissions.Count == 0 ? null : _retransmissions;
        }
    }
}
