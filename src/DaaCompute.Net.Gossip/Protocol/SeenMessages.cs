using System.Diagnostics.CodeAnalysis;

namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>The messages seen lately; bounded in time and number, the oldest go first.</summary>
internal sealed class SeenMessages(TimeSpan timeToLive, int capacity)
{
    private readonly Dictionary<SeenKey, SeenMessage> _messages = [];
    private readonly Queue<(TimeSpan Expires, SeenKey Key)> _byAge = new();

    public int Count => _messages.Count;

    public bool TryGet(SeenKey key, [NotNullWhen(true)] out SeenMessage? message) => _messages.TryGetValue(key, out message);

    /// <summary>Notes a message; false when it was known already.</summary>
    public bool Add(SeenKey key, SeenMessage message, TimeSpan now)
    {
        if (_messages.ContainsKey(key))
        {
            return false;
        }

        while (_messages.Count >= capacity)
        {
            _messages.Remove(_byAge.Dequeue().Key);
        }

        _messages.Add(key, message);
        _byAge.Enqueue((now + timeToLive, key));
        return true;
    }

    public void Expire(TimeSpan now)
    {
        while (_byAge.TryPeek(out (TimeSpan Expires, SeenKey Key) oldest) && oldest.Expires <= now)
        {
            _byAge.Dequeue();
            _messages.Remove(oldest.Key);
        }
    }
}
