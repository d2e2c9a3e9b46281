using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>The messages of the last heartbeats: what is told of by IHAVE and sent for the asking.</summary>
/// <remarks>Source: gossipsub 1.0, "Message Cache". Bounded in heartbeats and in bytes.</remarks>
internal sealed class MessageCache(int length, int gossip, long maxBytes)
{
    private readonly Dictionary<MessageId, InboundMessage> _messages = [];
    private readonly LinkedList<List<InboundMessage>> _windows = new([[]]);
    private long _bytes;

    public int Count => _messages.Count;

    public bool Contains(MessageId id) => _messages.ContainsKey(id);

    public bool TryGet(MessageId id, [NotNullWhen(true)] out InboundMessage? message) =>
        _messages.TryGetValue(id, out message);

    public void Put(InboundMessage message)
    {
        if (!_messages.TryAdd(message.Id, message))
        {
            return;
        }

        _windows.First!.Value.Add(message);
        _bytes += SizeOf(message);
        while (_bytes > maxBytes && _windows.Last is { } last)
        {
            RemoveOldest(last);
        }
    }

    /// <summary>The ids of a topic's messages in the windows that are told of, newest first.</summary>
    public void CollectIds(string topic, List<MessageId> ids)
    {
        int window = 0;
        foreach (List<InboundMessage> messages in _windows)
        {
            if (window++ >= gossip)
            {
                return;
            }

            foreach (InboundMessage message in messages)
            {
                if (message.Topic == topic)
                {
                    ids.Add(message.Id);
                }
            }
        }
    }

    /// <summary>A heartbeat is over: a new window begins, the oldest is dropped.</summary>
    public void Shift()
    {
        if (_messages.Count == 0)
        {
            return;
        }

        _windows.AddFirst([]);
        while (_windows.Count > length)
        {
            foreach (InboundMessage message in _windows.Last!.Value)
            {
                Remove(message);
            }

            _windows.RemoveLast();
        }
    }

    private static long SizeOf(InboundMessage message) => message.Message.DataLength + 256;

    private void RemoveOldest(LinkedListNode<List<InboundMessage>> last)
    {
        if (last.Value.Count > 0)
        {
            Remove(last.Value[0]);
            last.Value.RemoveAt(0);
        }
        else
        {
            _windows.Remove(last);
        }
    }

    private void Remove(InboundMessage message)
    {
        _messages.Remove(message.Id);
        _bytes -= SizeOf(message);
    }
}
