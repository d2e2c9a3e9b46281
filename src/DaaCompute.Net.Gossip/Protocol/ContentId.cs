using System.Security.Cryptography;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>Ids made of a message's content: SHA-256 of its data, as stock libp2p peers make them under StrictNoSign.</summary>
internal static class ContentId
{
    /// <summary>Names a message that carries nothing but topic and data; null when it carries more.</summary>
    public static InboundMessage? Identify(PubsubMessage message)
    {
        bool isUnsigned = message is { From: null, Sequence: null, Signature: null, Key: null };
        if (!isUnsigned)
        {
            return null;
        }

        MessageId id = new(SHA256.HashData(message.Data.GetValueOrDefault().Span));
        return new InboundMessage(message, id, id);
    }
}
