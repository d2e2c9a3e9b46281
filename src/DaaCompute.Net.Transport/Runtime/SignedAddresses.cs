using System.Collections.Immutable;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>This node's signed peer record, under one of its names.</summary>
internal sealed class SignedAddresses(INodeIdentity identity, ISignedEnvelopes envelopes, TimeProvider time)
{
    private readonly Lock _lock = new();
    private ImmutableArray<Multiaddress> _recorded = [];
    private byte[] _record = [];
    private ulong _sequence;

    public PeerPublicKey PublicKey => identity.PublicKey;

    /// <summary>Signs once for each change of the addresses: a signature costs a millisecond, a connection should not.</summary>
    public byte[] Seal(ImmutableArray<Multiaddress> addresses)
    {
        lock (_lock)
        {
            if (_record.Length == 0 || !_recorded.SequenceEqual(addresses))
            {
                // The clock lets a node that starts anew go on above what it told before.
                _sequence = Math.Max(_sequence + 1, (ulong)time.GetUtcNow().ToUnixTimeMilliseconds());
                PeerRecord record = new(identity.PeerId, _sequence, addresses);
                _record = envelopes.Seal(PeerRecord.Domain, PeerRecord.PayloadType, record.Encode());
                _recorded = addresses;
            }

            return _record;
        }
    }
}
