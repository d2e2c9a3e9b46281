using System.Buffers;
using DaaCompute.Net.Transport.Tests.Runtime;
using DaaCompute.Net.Transport.Wire;
using DaaCompute.Net.Wire;
using FsCheck;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Wire;

public sealed class IdentifyMessageTests
{
    private static readonly IdentifyMessage Whole = new()
    {
        PublicKey = new byte[] { 1, 2, 3 },
        Addresses = [Multiaddress.Parse("/ip4/192.0.2.1/tcp/4001"), Multiaddress.Parse("/memory/7")],
        Protocols = [new ProtocolId("/ipfs/ping/1.0.0"), new ProtocolId("/echo/1.0.0")],
        ObservedAddress = Multiaddress.Parse("/ip4/198.51.100.1/tcp/9"),
        ProtocolVersion = "ipfs/0.1.0",
        AgentVersion = "daa-compute/0.1.0",
        SignedRecord = new byte[] { 9, 8, 7 },
        Role = NodeRole.RegionalHub,
        Capabilities = NodeCapabilities.Relay | NodeCapabilities.Accelerator,
    };

    [Fact]
    public void TryDecode_Encoded_GivesTheSame()
    {
        byte[] encoded = Whole.Encode();

        Assert.True(IdentifyMessage.TryDecode(encoded, out IdentifyMessage? read));

        Assert.Equal(encoded, read.Encode());
        Assert.Equal(Whole.Addresses.AsEnumerable(), read.Addresses);
        Assert.Equal(Whole.Protocols.AsEnumerable(), read.Protocols);
        Assert.Equal((Whole.Role, Whole.Capabilities), (read.Role, read.Capabilities));
        Assert.Equal(Whole.ObservedAddress, read.ObservedAddress);
    }

    [Fact]
    public void TryDecode_UnknownFieldsAndForms_AreSkipped()
    {
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter writer = new(output);
        writer.WriteBytes(2, [0xFF, 0xFF]);
        writer.WriteString(3, "no slash");
        writer.WriteVarint(4, 7);
        writer.WriteString(77, "new");
        writer.WriteVarint(1_001, 99);
        writer.WriteString(6, "bell\u0007\u001b[31m");

        Assert.True(IdentifyMessage.TryDecode(output.WrittenSpan, out IdentifyMessage? read));

        Assert.Empty(read.Addresses);
        Assert.Empty(read.Protocols);
        Assert.Null(read.ObservedAddress);
        Assert.Equal(NodeRole.Leaf, read.Role);
        Assert.Equal("bell[31m", read.AgentVersion);
    }

    [Fact]
    public void TryDecode_TooManyOrTooLong_KeepsTheBounds()
    {
        ArrayBufferWriter<byte> output = new();
        ProtobufWriter writer = new(output);
        for (int index = 0; index < 1_000; index++)
        {
            writer.WriteBytes(2, Multiaddress.Parse($"/memory/{index}").Bytes.Span);
            writer.WriteString(3, $"/p/{index}");
        }

        writer.WriteString(6, new string('x', 129));

        Assert.True(IdentifyMessage.TryDecode(output.WrittenSpan, out IdentifyMessage? read));
        Assert.Equal(IdentifyMessage.MaxAddresses, read.Addresses.Length);
        Assert.Equal(IdentifyMessage.MaxProtocols, read.Protocols.Length);
        Assert.Null(read.AgentVersion);
    }

    [Property]
    public void TryDecode_AnyBytes_NeverThrows(byte[] bytes)
    {
        if (IdentifyMessage.TryDecode(bytes, out IdentifyMessage? message))
        {
            Assert.True(IdentifyMessage.TryDecode(message.Encode(), out _));
        }

        PeerRecord.TryDecode(bytes, out _);
    }

    [Property]
    public void TryDecode_OneByteChangedOrCut_NeverThrows(PositiveInt at, byte value)
    {
        byte[] encoded = Whole.Encode();
        byte[] cut = encoded[..(at.Get % encoded.Length)];
        encoded[at.Get % encoded.Length] = value;

        Assert.Equal(IdentifyMessage.TryDecode(encoded, out IdentifyMessage? changed), changed is not null);
        IdentifyMessage.TryDecode(cut, out _);
    }

    [Fact]
    public void PeerRecord_EncodedAndRead_IsTheSame()
    {
        PeerRecord record = new(
            new TestIdentity(3).PeerId,
            ulong.MaxValue,
            [Multiaddress.Parse("/ip4/192.0.2.1/tcp/4001"), Multiaddress.Parse("/memory/7")]);

        Assert.True(PeerRecord.TryDecode(record.Encode(), out PeerRecord? read));

        Assert.Equal((record.PeerId, record.Sequence), (read.PeerId, read.Sequence));
        Assert.Equal(record.Addresses.AsEnumerable(), read.Addresses);
        Assert.False(PeerRecord.TryDecode(record.Encode().AsSpan(0, 20), out _));
        Assert.False(PeerRecord.TryDecode([], out _));
        Assert.False(PeerRecord.TryDecode([0x0A, 0x01, 0x00], out _));
    }

    [Fact]
    public void PeerRecord_Wire_IsRfc0003()
    {
        PeerRecord record = new(PeerId.Parse("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N"), 5, [Multiaddress.Parse("/ip4/127.0.0.1/tcp/1")]);

        byte[] expected =
        [
            0x0A, 34, .. record.PeerId.Bytes.Span,
            0x10, 5,
            0x1A, 10, 0x0A, 8, 4, 127, 0, 0, 1, 6, 0, 1,
        ];
        Assert.Equal(expected, record.Encode());
        Assert.Equal([0x03, 0x01], PeerRecord.PayloadType.ToArray());
        Assert.Equal("libp2p-peer-record", PeerRecord.Domain);
    }
}
