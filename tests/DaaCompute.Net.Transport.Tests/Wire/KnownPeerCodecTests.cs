using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Tests.Runtime;
using DaaCompute.Net.Transport.Wire;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Wire;

public sealed class KnownPeerCodecTests
{
    [Property(MaxTest = 500)]
    public Property TryDecode_Encoded_IsThePeerAgain() => Prop.ForAll(Peers().ToArbitrary(), peer =>
    {
        Assert.True(KnownPeerCodec.TryDecode(peer.Id.Bytes.Span, KnownPeerCodec.Encode(peer), out KnownPeer? decoded));
        Assert.Equal(peer.Addresses.AsEnumerable(), decoded.Addresses);
        Assert.Equal(peer.SignedRecord.ToArray(), decoded.SignedRecord.ToArray());
        Assert.Equal(
            (peer.Id, peer.LastSeen, peer.Role, peer.Capabilities, peer.RecordSequence),
            (decoded.Id, decoded.LastSeen, decoded.Role, decoded.Capabilities, decoded.RecordSequence));
    });

    [Property(MaxTest = 2000)]
    public Property TryDecode_Damaged_NeverThrows(int position, byte value, bool cut) => Prop.ForAll(Peers().ToArbitrary(), peer =>
    {
        byte[] encoded = KnownPeerCodec.Encode(peer);
        int index = (int)((uint)position % (uint)encoded.Length);
        encoded[index] = value;

        bool isRead = KnownPeerCodec.TryDecode(peer.Id.Bytes.Span, cut ? encoded.AsSpan(0, index) : encoded, out KnownPeer? decoded);
        Assert.Equal(isRead, decoded is not null);
        Assert.InRange(decoded?.Addresses.Length ?? 1, 1, KnownPeer.MaxAddresses);
    });

    [Property(MaxTest = 2000)]
    public void TryDecode_AnyBytes_NeverThrows(byte[] id, byte[] encoded)
    {
        Assert.False(KnownPeerCodec.TryDecode(id, [], out _));
        _ = KnownPeerCodec.TryDecode(new TestIdentity(1).PeerId.Bytes.Span, encoded, out _);
    }

    private static Gen<KnownPeer> Peers()
    {
        Gen<DateTimeOffset> time = Gen.Choose(1, int.MaxValue).Select(seconds => DateTimeOffset.UnixEpoch.AddSeconds(seconds));
        Gen<KnownAddress> address =
            from number in Gen.Choose(0, int.MaxValue)
            from source in Gen.Elements(Enum.GetValues<AddressSource>())
            from success in time
            from succeeded in ArbMap.Default.GeneratorFor<bool>()
            select new KnownAddress(Multiaddress.Parse($"/memory/{number}"), source, succeeded ? success : null);
        return from id in Gen.Choose(0, 255)
               from lastSeen in time
               from addresses in Gen.NonEmptyListOf(address)
               from role in Gen.Elements(Enum.GetValues<NodeRole>())
               from record in ArbMap.Default.GeneratorFor<byte[]>()
               from sequence in ArbMap.Default.GeneratorFor<ulong>()
               select new KnownPeer(new TestIdentity((byte)id).PeerId, lastSeen, [.. addresses.Take(KnownPeer.MaxAddresses)])
               {
                   Role = role,
                   SignedRecord = record,
                   RecordSequence = sequence,
               };
    }
}
