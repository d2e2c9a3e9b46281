using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DaaCompute.Net.Tests;

public sealed class MultiaddressPropertyTests
{
    private const string Peer = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";

    [Property(MaxTest = 1000, Arbitrary = [typeof(MultiaddressPropertyTests)])]
    public void Parse_AnyAddress_ComesBackFromTextAndBytes(Multiaddress address)
    {
        Assert.Equal(address, Multiaddress.Parse(address.ToString()));
        Assert.True(Multiaddress.TryDecode(address.Bytes.Span, out Multiaddress? decoded));
        Assert.Equal(address.ToString(), decoded.ToString());
    }

    [Property(MaxTest = 2000, Arbitrary = [typeof(MultiaddressPropertyTests)])]
    public void TryDecode_ADamagedAddress_NeverThrowsAndReencodes(Multiaddress address, int position, byte value, bool cut)
    {
        byte[] bytes = address.Bytes.ToArray();
        int index = (int)((uint)position % (uint)bytes.Length);
        bytes[index] = value;
        ReadSafely(cut ? bytes[..index] : bytes);
    }

    [Property(MaxTest = 2000)]
    public void TryDecode_AnyBytes_NeverThrowsAndReencodes(byte[] bytes) => ReadSafely(bytes);

    [Property(MaxTest = 2000)]
    public void TryParse_AnyText_NeverThrows(string? text)
    {
        Assert.False(Multiaddress.TryParse(text, out Multiaddress? plain) && plain.Components.IsEmpty);
        if (Multiaddress.TryParse("/unix/" + text, out Multiaddress? address)
            || Multiaddress.TryParse("/dns4/" + text, out address)
            || Multiaddress.TryParse("/certhash/u" + text, out address))
        {
            Assert.Equal(address, Multiaddress.Parse(address.ToString()));
        }
    }

    public static Arbitrary<Multiaddress> Addresses()
    {
        Gen<string> word = Gen.NonEmptyListOf(Gen.Elements([.. "abcXYZ019-_.é"]))
            .Select(letters => string.Concat(letters.Take(40)));
        Gen<string> path = Gen.NonEmptyListOf(word).Select(words => "/unix/" + string.Join('/', words.Take(5)));
        Gen<string> step = Gen.OneOf(
            Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>(), 4).Select(ip => $"/ip4/{new System.Net.IPAddress(ip)}"),
            Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>(), 16).Select(ip => $"/ip6/{new System.Net.IPAddress(ip)}"),
            Gen.Choose(0, 65535).Select(port => $"/tcp/{port}"),
            Gen.Choose(0, 65535).Select(port => $"/udp/{port}"),
            word.Select(name => $"/dns4/{name}"),
            ArbMap.Default.GeneratorFor<ulong>().Select(number => $"/memory/{number}"),
            Gen.Elements("/quic-v1", "/ws", "/tls", "/p2p-circuit", "/webrtc-direct", $"/p2p/{Peer}"));
        Gen<string> tail = Gen.OneOf(Gen.Constant(string.Empty), path, path.Select(value => $"{value}/p2p/{Peer}"));
        return (from steps in Gen.NonEmptyListOf(step)
                from end in tail
                select Multiaddress.Parse(string.Concat(steps.Take(10)) + end)).ToArbitrary();
    }

    private static void ReadSafely(byte[] bytes)
    {
        if (Multiaddress.TryDecode(bytes, out Multiaddress? address))
        {
            Assert.Equal(bytes, address.Bytes.ToArray());
            Assert.Equal(address, Multiaddress.Parse(address.ToString()));
        }
    }
}
