using System.Globalization;
using System.Security.Cryptography;
using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Testing;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>Whole handshakes with real identities, byte for byte as they were first written.</summary>
public sealed class NoiseGoldenTests
{
    [Theory]
    [InlineData("/daa/noise-pq/1.0.0", "noise-pq-1.0.0.txt")]
    [InlineData("/noise", "noise.txt")]
    [InlineData("/noise-mlkem768-hfs/0.2.0", "noise-mlkem768-hfs-0.2.0.txt")]
    public void Handshake_SeededNodes_WritesTheGoldenBytes(string id, string file)
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(id);
        using SignedNode alice = new(protocol, "golden alice");
        using SignedNode bob = new(protocol, "golden bob");
        using ISecureHandshake dial = alice.Dial(bob.PeerId);
        using ISecureHandshake accept = bob.Accept();
        byte[][] messages = NoiseNode.Run(dial, accept);
        using ISecureSession left = dial.Complete();
        using ISecureSession right = accept.Complete();

        List<string> actual =
        [
            $"protocol {left.Protocol}",
            $"initiator {right.RemoteKey.PeerId}",
            $"responder {left.RemoteKey.PeerId}",
            $"multiplexer {left.Multiplexer}",
            .. messages.Select((message, index) => Line($"message-{index + 1}", message)),
            $"channel-binding {Convert.ToHexStringLower(left.ChannelBinding.Span)}",
            Line("record-to-responder", Seal(left)),
            Line("record-to-initiator", Seal(right)),
        ];

        string path = Path.Combine(RepositoryRoot.Path, "tests", "vectors", "handshake", file);
        Assert.Equal(File.ReadAllLines(path), actual);
    }

    private static string Line(string name, byte[] bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} {bytes.Length} {Convert.ToHexStringLower(SHA256.HashData(bytes))}");

    private static byte[] Seal(ISecureSession session)
    {
        byte[] record = [.. "golden"u8, .. new byte[ISecureSession.TagSize]];
        session.Seal(record);
        return record;
    }
}
