using System.Text;

namespace DaaCompute.Net.Fuzz;

/// <summary>Values that several targets start from.</summary>
internal static class Samples
{
    public static string[] AddressTexts { get; } =
    [
        "/ip4/192.0.2.7/tcp/4001",
        "/ip6/2001:db8::1/udp/4001/quic-v1/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
        "/ip6/fe80::1/tcp/1/ws/p2p/12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA/p2p-circuit",
        "/dns4/seed-1.example.org/tcp/443/tls/sni/example.org/wss",
        "/dnsaddr/bootstrap.example.org",
        "/ip4/192.0.2.7/udp/9090/webrtc-direct/certhash/uEiAkH5a4DPGKUuOBjYw0CgwjvcJCJMD2K_1aluKR_tpevQ",
        "/unix/run/node.sock/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
        "/memory/18446744073709551615",
        "/ip6zone/eth0/ip6/fe80::1/tcp/80/http",
        "/ip6/::ffff:192.0.2.7/tcp/65535/tls/ws/noise",
    ];

    public static IEnumerable<Multiaddress> Addresses => AddressTexts.Select(Multiaddress.Parse);

    /// <summary>A key of the right size that nobody holds.</summary>
    public static PeerPublicKey Key(PeerKeyType type, string name)
    {
        byte[] data = new byte[type switch
        {
            PeerKeyType.MlDsa65 => 1952,
            PeerKeyType.Secp256k1 => 33,
            PeerKeyType.Ed25519 => 32,
            _ => 270,
        }];
        new SeededEntropy(name).Fill(data);
        return new PeerPublicKey(type, data);
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
