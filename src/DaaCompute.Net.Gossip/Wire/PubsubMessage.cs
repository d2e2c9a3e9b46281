namespace DaaCompute.Net.Gossip.Wire;

/// <summary>A published message as libp2p's pubsub lays it out; null fields are absent on the wire.</summary>
/// <remarks>Source: libp2p/specs pubsub, "The Message".</remarks>
internal sealed record PubsubMessage(string Topic)
{
    private ReadOnlyMemory<byte> _frame;

    /// <summary>The author's peer id, in its multihash form.</summary>
    public ReadOnlyMemory<byte>? From { get; init; }

    /// <summary>What was published.</summary>
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>The author's counter, eight big-endian bytes.</summary>
    public ReadOnlyMemory<byte>? Sequence { get; init; }

    /// <summary>The author's signature over all but this field and the key.</summary>
    public ReadOnlyMemory<byte>? Signature { get; init; }

    /// <summary>The author's encoded public key, where the peer id does not hold it.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>How many bytes of payload it carries.</summary>
    public int DataLength => Data?.Length ?? 0;

    /// <summary>The whole frame that carries this message alone: made once, sent to many peers.</summary>
    public ReadOnlyMemory<byte> Frame
    {
        get
        {
            if (_frame.IsEmpty)
            {
                _frame = GossipEncoder.Frame(this);
            }

            return _frame;
        }
    }

    /// <summary>A copy that does not hold on to the frame the message came in.</summary>
    public PubsubMessage Detach() => new(Topic)
    {
        From = Copy(From),
        Data = Copy(Data),
        Sequence = Copy(Sequence),
        Signature = Copy(Signature),
        Key = Copy(Key),
    };

    // A missing field must stay missing: an array that is null would become an empty one.
    private static ReadOnlyMemory<byte>? Copy(ReadOnlyMemory<byte>? bytes) =>
        bytes is { } some ? some.ToArray() : default(ReadOnlyMemory<byte>?);
}
