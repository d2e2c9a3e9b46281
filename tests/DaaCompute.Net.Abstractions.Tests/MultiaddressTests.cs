using System.Net;

namespace DaaCompute.Net.Tests;

public sealed class MultiaddressTests
{
    private const string Peer = "QmcgpsyWgH8Y8ajJz1Cu72KnS5uo2Aa2LpzU7kinSupNKC";
    private const string PeerHash = "a503221220d52ebb89d85b02a284948203a62ff28389c57c9f42beec4ec20db76a68911c0b";
    private const string CertHash = "uEiDDq4_xNyDorZBH3TlGazyJdOWSwvo4PUo5YHFMrvDE8g";

    /// <summary>Vectors that the multiaddr implementations share.</summary>
    [Theory]
    [InlineData("/ip4/1.2.3.4", "0401020304")]
    [InlineData("/ip4/0.0.0.0", "0400000000")]
    [InlineData("/ip6/::1", "2900000000000000000000000000000001")]
    [InlineData("/ip6/2001:8a0:7ac5:4201:3ac9:86ff:fe31:7095", "29200108a07ac542013ac986fffe317095")]
    [InlineData("/ip4/127.0.0.1/udp/1234", "047f000001910204d2")]
    [InlineData("/ip4/127.0.0.1/udp/0", "047f00000191020000")]
    [InlineData("/ip4/127.0.0.1/tcp/4321", "047f0000010610e1")]
    [InlineData("/ip4/127.0.0.1/udp/1234/ip4/127.0.0.1/tcp/4321", "047f000001910204d2047f0000010610e1")]
    [InlineData("/p2p/" + Peer, PeerHash)]
    [InlineData("/ip4/127.0.0.1/p2p/" + Peer + "/tcp/1234", "047f000001" + PeerHash + "0604d2")]
    [InlineData("/ip4/127.0.0.1/tcp/9090/p2p-circuit/p2p/" + Peer, "047f000001062382a202" + PeerHash)]
    [InlineData("/ip4/127.0.0.1/udp/1234/quic-v1", "047f000001910204d2cd03")]
    [InlineData("/tcp/1234/http", "0604d2e003")]
    [InlineData("/tcp/1234/tls/http", "0604d2c003e003")]
    public void Bytes_OfTheSharedVectors_AreTheirs(string text, string hex)
    {
        Multiaddress address = Multiaddress.Parse(text);

        Assert.Equal(hex, Convert.ToHexStringLower(address.Bytes.Span));
        Assert.Equal(text, address.ToString());
        Assert.True(Multiaddress.TryDecode(Convert.FromHexString(hex), out Multiaddress? decoded));
        Assert.Equal(address, decoded);
        Assert.Equal(text, decoded.ToString());
    }

    /// <summary>Every protocol of the table, with a value where it has one.</summary>
    [Theory]
    [InlineData("/ip4/192.0.2.7")]
    [InlineData("/tcp/65535")]
    [InlineData("/ip6/2001:db8::ff00:42:8329")]
    [InlineData("/ip6zone/eth0/ip6/fe80::1/udp/1")]
    [InlineData("/dns/example.org")]
    [InlineData("/dns4/example.org/tcp/443/wss")]
    [InlineData("/dns6/example.org")]
    [InlineData("/dnsaddr/bootstrap.example.org")]
    [InlineData("/udp/53")]
    [InlineData("/ip4/192.0.2.7/udp/1/webrtc-direct/certhash/" + CertHash)]
    [InlineData("/ip4/192.0.2.7/tcp/1/ws/p2p/" + Peer + "/p2p-circuit/webrtc/p2p/" + Peer)]
    [InlineData("/unix/run/daa/node.sock")]
    [InlineData("/unix//double/slash")]
    [InlineData("/unix/run/node.sock/p2p/" + Peer)]
    [InlineData("/ip4/1.2.3.4/tcp/80/unix/a/b/c/d/e/f")]
    [InlineData("/ip4/192.0.2.7/tcp/443/tls/sni/example.org/ws")]
    [InlineData("/ip4/192.0.2.7/tcp/1/noise")]
    [InlineData("/ip4/192.0.2.7/udp/1/quic")]
    [InlineData("/ip4/192.0.2.7/udp/1/quic-v1/webtransport/certhash/" + CertHash + "/certhash/" + CertHash)]
    [InlineData("/memory/18446744073709551615")]
    public void Parse_EveryProtocol_ComesBackFromTextAndBytes(string text)
    {
        Multiaddress address = Multiaddress.Parse(text);

        Assert.Equal(text, address.ToString());
        Assert.True(Multiaddress.TryDecode(address.Bytes.Span, out Multiaddress? decoded));
        Assert.Equal(text, decoded.ToString());
        Assert.Equal(address, decoded);
        Assert.Equal(address.GetHashCode(), decoded.GetHashCode());
    }

    [Theory]
    [InlineData("/ip4/127.0.0.1/tcp/1/", "/ip4/127.0.0.1/tcp/1")]
    [InlineData("/ipfs/" + Peer, "/p2p/" + Peer)]
    [InlineData("/p2p/bafzbeigvf25ytwc3akrijfecaotc74udrhcxzh2cx3we5qqnw5vgrei4bm", "/p2p/" + Peer)]
    [InlineData("/ip6/0:0:0:0:0:0:0:1", "/ip6/::1")]
    [InlineData("/tcp/0080", "/tcp/80")]
    [InlineData("/certhash/b2uaraocy6yrdblb4sfptaddgimjmmpy", "/certhash/u1QEQOFj2IjCsPJFfMAxmQxLGPw")]
    public void Parse_OtherSpellings_BecomeTheCanonicalOne(string text, string canonical) =>
        Assert.Equal(canonical, Multiaddress.Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("ip4/127.0.0.1")]
    [InlineData("//ip4/127.0.0.1")]
    [InlineData("/ip4")]
    [InlineData("/ip4/::1")]
    [InlineData("/ip4/127.1")]
    [InlineData("/ip4/0x7f.0.0.1")]
    [InlineData("/ip4/256.0.0.1")]
    [InlineData("/ip6/127.0.0.1")]
    [InlineData("/ip6/[::1]")]
    [InlineData("/ip6/fe80::1%eth0")]
    [InlineData("/tcp/65536")]
    [InlineData("/tcp/-1")]
    [InlineData("/tcp/+1")]
    [InlineData("/tcp/ 1")]
    [InlineData("/tcp/port")]
    [InlineData("/udp")]
    [InlineData("/ip4/127.0.0.1/quic/1234")]
    [InlineData("/p2p/nobody")]
    [InlineData("/p2p")]
    [InlineData("/dns4//tcp/1")]
    [InlineData("/dns4/a\nb")]
    [InlineData("/unix")]
    [InlineData("/unix/")]
    [InlineData("/unix/p2p/" + Peer)]
    [InlineData("/memory/18446744073709551616")]
    [InlineData("/memory/-1")]
    [InlineData("/certhash/notmultibase")]
    [InlineData("/certhash/u")]
    [InlineData("/certhash/u!!!")]
    [InlineData("/certhash/uAAAA")]
    [InlineData("/certhash/uEiDD")]
    [InlineData("/certhash/" + CertHash + "=")]
    [InlineData("/sctp/1234")]
    public void TryParse_WhatIsNoMultiaddr_Refuses(string? text)
    {
        Assert.False(Multiaddress.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Multiaddress.Parse(text!));
    }

    [Fact]
    public void TryParse_ALoneSurrogate_Refuses() => Assert.False(Multiaddress.TryParse("/dns4/a" + (char)0xD800, out _));

    [Theory]
    [InlineData("")]
    [InlineData("04")]
    [InlineData("047f0000")]
    [InlineData("0600")]
    [InlineData("7f")] // a code that is not in the table
    [InlineData("8400" + "7f000001")] // a code that is not minimal
    [InlineData("ffffffffffffffffff01")]
    [InlineData("3600")] // an empty name
    [InlineData("3603" + "6162")] // a length beyond the end
    [InlineData("36ffffffffffffffff7f")] // a length beyond any memory
    [InlineData("3601" + "2f")] // a slash inside a name
    [InlineData("3601" + "00")]
    [InlineData("3601" + "ff")] // not UTF-8
    [InlineData("9003" + "03" + "616263")] // a path without its slash
    [InlineData("9003" + "03" + "2f612f")] // a path with one too many
    [InlineData("9003" + "01" + "2f")]
    [InlineData("9003" + "02" + "2f61" + "060001")] // what follows would read as part of the path
    [InlineData("a503" + "03" + "122001")] // not a peer
    [InlineData("d203" + "02" + "1220")] // not a multihash
    public void TryDecode_MalformedBytes_Refuses(string hex) =>
        Assert.False(Multiaddress.TryDecode(Convert.FromHexString(hex), out _));

    [Fact]
    public void TryDecode_TooMuch_Refuses()
    {
        byte[] ports = [.. Enumerable.Repeat<byte[]>([6, 0, 1], Multiaddress.MaxComponents).SelectMany(bytes => bytes)];

        Assert.True(Multiaddress.TryDecode(ports, out _));
        Assert.False(Multiaddress.TryDecode([.. ports, 6, 0, 1], out _));
        Assert.False(Multiaddress.TryDecode(new byte[Multiaddress.MaxEncodedLength + 1], out _));
        Assert.False(Multiaddress.TryParse("/dns4/" + new string('a', MultiaddressComponent.MaxValueLength + 1), out _));
        Assert.False(Multiaddress.TryParse(string.Concat(Enumerable.Repeat("/tcp/1", Multiaddress.MaxComponents + 1)), out _));
    }

    [Theory]
    [InlineData("/ip4/192.0.2.7/tcp/4001", "192.0.2.7:4001")]
    [InlineData("/ip6/::1/udp/1/quic-v1", "[::1]:1")]
    [InlineData("/dns4/example.org/tcp/1", null)]
    [InlineData("/ip4/192.0.2.7", null)]
    [InlineData("/memory/1", null)]
    public void ToIPEndPoint_OfAnAddress_IsItsStart(string text, string? expected) =>
        Assert.Equal(expected, Multiaddress.Parse(text).ToIPEndPoint()?.ToString());

    [Theory]
    [InlineData("192.0.2.7:4001", "/ip4/192.0.2.7/tcp/4001")]
    [InlineData("[::ffff:192.0.2.7]:1", "/ip4/192.0.2.7/tcp/1")]
    [InlineData("[fe80::1%3]:1", "/ip6/fe80::1/tcp/1")]
    public void FromEndPoint_OfASocket_IsItsAddress(string endPoint, string expected) =>
        Assert.Equal(expected, Multiaddress.FromEndPoint(IPEndPoint.Parse(endPoint)).ToString());

    [Theory]
    [InlineData("/ip4/127.0.0.1/tcp/1")]
    [InlineData("/ip4/127.0.0.1/tcp/1/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N")]
    public void WithPeer_OnAnAddress_EndsInThatPeerAlone(string text)
    {
        Multiaddress address = Multiaddress.Parse(text).WithPeer(PeerId.Parse(Peer));

        Assert.Equal("/ip4/127.0.0.1/tcp/1/p2p/" + Peer, address.ToString());
        Assert.Equal(Peer, address.PeerId?.ToString());
        Assert.Equal("/ip4/127.0.0.1/tcp/1", address.WithoutPeer()?.ToString());
    }

    [Fact]
    public void WithPeer_OnAPeerAlone_ReplacesIt()
    {
        Multiaddress other = Multiaddress.Parse("/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");

        Assert.Equal("/p2p/" + Peer, other.WithPeer(PeerId.Parse(Peer)).ToString());
        Assert.Null(other.WithoutPeer());
    }

    [Fact]
    public void Encapsulate_BeyondTheLimits_Throws()
    {
        Multiaddress port = Multiaddress.Parse("/tcp/1");
        Multiaddress full = Multiaddress.Parse(string.Concat(Enumerable.Repeat("/tcp/1", Multiaddress.MaxComponents)));

        Assert.Equal("/tcp/1/tcp/1", port.Encapsulate(port).ToString());
        Assert.Throws<ArgumentException>(() => full.Encapsulate(port));
        Assert.Throws<ArgumentException>(() => Multiaddress.Parse("/unix/a").Encapsulate(port));
    }

    [Fact]
    public void ValueOf_AProtocol_IsItsFirstValue()
    {
        Multiaddress address = Multiaddress.Parse("/ip4/127.0.0.1/tcp/1/ws/tcp/2");

        Assert.Equal("1", address.ValueOf("tcp"));
        Assert.Null(address.ValueOf("udp"));
        Assert.Null(address.ValueOf("ws"));
        Assert.True(address.Has("ws"));
        Assert.False(address.Has("udp"));
        Assert.Null(address.PeerId);
    }
}
