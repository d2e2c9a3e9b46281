namespace DaaCompute.Net.Gossip.Wire;

/// <summary>The numbers of the protocol's fields, and the bounds of what is read.</summary>
/// <remarks>Source: libp2p/specs pubsub; gossipsub 1.0, 1.1 and 1.2.</remarks>
internal static class GossipFields
{
    public const int Subscriptions = 1;
    public const int Publish = 2;
    public const int Control = 3;

    public const int SubscribeFlag = 1;
    public const int SubscriptionTopic = 2;

    public const int From = 1;
    public const int Data = 2;
    public const int Sequence = 3;
    public const int Topic = 4;
    public const int Signature = 5;
    public const int Key = 6;

    public const int IHave = 1;
    public const int IWant = 2;
    public const int Graft = 3;
    public const int Prune = 4;
    public const int IDontWant = 5;

    public const int ControlTopic = 1;
    public const int IHaveIds = 2;
    public const int Ids = 1;
    public const int PrunePeers = 2;
    public const int PruneBackoff = 3;
    public const int ExchangedPeerId = 1;
    public const int ExchangedRecord = 2;

    /// <summary>The longest RPC, in bytes, without its length: libp2p's default and the limit on a control frame, 1 MiB.</summary>
    public const int MaxRpcLength = 1 << 20;

    /// <summary>
    /// The most subscriptions, messages or control messages of one kind in an RPC. Some 100 bytes are kept for each while
    /// it is worked on, so an RPC costs at most some 3 MB, whatever it holds.
    /// </summary>
    public const int MaxEntries = 4096;

    /// <summary>The most ids in an RPC, of all its IHAVEs together, and so for IWANT and IDONTWANT: gossipsub 1.1's limit for a heartbeat.</summary>
    public const int MaxIds = 5000;

    /// <summary>The most peers of a PRUNE that are looked at; go-libp2p sends 16.</summary>
    public const int MaxExchangedPeers = 16;
}
