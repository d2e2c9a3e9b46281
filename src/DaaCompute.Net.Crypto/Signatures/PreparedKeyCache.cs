using System.Diagnostics.CodeAnalysis;

namespace DaaCompute.Net.Crypto.Signatures;

/// <summary>The most recently used prepared keys, up to a fixed number.</summary>
/// <remarks>
/// A key that is pushed out is left to the garbage collector: it holds no secret, and another thread may be using it.
/// </remarks>
internal sealed class PreparedKeyCache(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PeerPublicKey, LinkedListNode<(PeerPublicKey Key, IVerificationKey Prepared)>> _nodes = [];
    private readonly LinkedList<(PeerPublicKey Key, IVerificationKey Prepared)> _byUse = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _nodes.Count;
            }
        }
    }

    public bool TryGet(PeerPublicKey key, [NotNullWhen(true)] out IVerificationKey? prepared)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(key, out LinkedListNode<(PeerPublicKey Key, IVerificationKey Prepared)>? node))
            {
                prepared = null;
                return false;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            prepared = node.Value.Prepared;
            return true;
        }
    }

    public void Add(PeerPublicKey key, IVerificationKey prepared)
    {
        lock (_lock)
        {
            if (_nodes.ContainsKey(key))
            {
                return;
            }

            if (_nodes.Count >= capacity && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _nodes.Remove(oldest.Value.Key);
            }

            _nodes.Add(key, _byUse.AddFirst((key, prepared)));
        }
    }
}
