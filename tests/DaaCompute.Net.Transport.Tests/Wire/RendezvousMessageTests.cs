using DaaCompute.Net.Transport.Wire;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Wire;

public sealed class RendezvousMessageTests
{
    private static readonly RendezvousRegistration Registration = new("ns", new byte[] { 1, 2 }, 7_200);

    public static TheoryData<string, byte[]> Golden => new()
    {
        { "register", [8, 0, 0x12, 11, 0x0A, 2, 0x6E, 0x73, 0x12, 2, 1, 2, 0x18, 0xA0, 0x38] },
        { "registered", [8, 1, 0x1A, 9, 8, 100, 0x12, 2, 0x6E, 0x6F, 0x18, 0xA0, 0x38] },
        { "unregister", [8, 2, 0x22, 4, 0x0A, 2, 0x6E, 0x73] },
        { "discover", [8, 3, 0x2A, 9, 0x0A, 2, 0x6E, 0x73, 0x10, 100, 0x1A, 1, 9] },
        { "discover all", [8, 3, 0x2A, 0] },
        { "discovered", [8, 4, 0x32, 18, 0x0A, 11, 0x0A, 2, 0x6E, 0x73, 0x12, 2, 1, 2, 0x18, 0xA0, 0x38, 0x12, 1, 9, 0x18, 0] },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Encode_EachMessage_IsTheSpecifications(string which, byte[] expected)
    {
        RendezvousMessage message = which switch
        {
            "register" => new RendezvousRegister(Registration),
            "registered" => new RendezvousRegisterResponse(RendezvousStatus.InvalidNamespace, "no", 7_200),
            "unregister" => new RendezvousUnregister("ns"),
            "discover" => new RendezvousDiscover("ns", 100, new byte[] { 9 }),
            "discover all" => new RendezvousDiscover(null, 0, ReadOnlyMemory<byte>.Empty),
            _ => new RendezvousDiscoverResponse(RendezvousStatus.Ok, null, [Registration], new byte[] { 9 }),
        };

        Assert.Equal(expected, message.Encode());
        Assert.True(RendezvousMessage.TryDecode(expected, out RendezvousMessage? read));
        Assert.Equal(message.GetType(), read.GetType());
        Assert.Equal(expected, read.Encode());
    }

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "empty", [] },
        { "without its body", [8, 3] },
        { "another message's body", [8, 3, 0x12, 4, 0x0A, 2, 0x6E, 0x73] },
        { "an unknown type", [8, 5, 0x3A, 0] },
        { "a body that is cut", [8, 2, 0x22, 9, 0x0A, 2, 0x6E] },
        { "a malformed body", [8, 2, 0x22, 2, 0x0A, 9] },
        { "a namespace of 1,025 bytes", [8, 2, 0x22, 0x84, 8, 0x0A, 0x81, 8, .. Enumerable.Repeat((byte)'a', 1_025)] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void TryDecode_Malformed_IsRefused(string what, byte[] bytes) =>
        Assert.False(RendezvousMessage.TryDecode(bytes, out _), what);

    [Fact]
    public void TryDecode_UnknownStatusOrControlCharacters_AreMadeHarmless()
    {
        RendezvousRegisterResponse sent = new((RendezvousStatus)999, "bell\u0007", 0);

        Assert.True(RendezvousMessage.TryDecode(sent.Encode(), out RendezvousMessage? read));

        Assert.Equal(new RendezvousRegisterResponse(RendezvousStatus.InternalError, "bell", 0), read);
    }

    [Fact]
    public void TryDecode_MoreRegistrationsThanAPage_KeepsThePage()
    {
        RendezvousDiscoverResponse sent = new(
            RendezvousStatus.Ok, null, [.. Enumerable.Repeat(Registration, 150)], ReadOnlyMemory<byte>.Empty);

        Assert.True(RendezvousMessage.TryDecode(sent.Encode(), out RendezvousMessage? read));

        Assert.Equal(RendezvousMessage.MaxRegistrations, Assert.IsType<RendezvousDiscoverResponse>(read).Registrations.Length);
    }

    [Property(MaxTest = 500)]
    public void TryDecode_AnyBytes_NeverThrows(byte type, byte[] body)
    {
        byte kind = (byte)(type % 6);
        byte[] bytes = [8, kind, (byte)(((kind + 2) << 3) | 2), (byte)Math.Min(body.Length, 127), .. body.Take(127)];
        if (RendezvousMessage.TryDecode(bytes, out RendezvousMessage? message))
        {
            Assert.True(RendezvousMessage.TryDecode(message.Encode(), out RendezvousMessage? again));
            Assert.Equal(message.Encode(), again.Encode());
        }

        RendezvousMessage.TryDecode(body, out _);
    }

    [Property]
    public Property TryDecode_AnyMessage_RoundTrips() => Prop.ForAll(Messages().ToArbitrary(), message =>
        RendezvousMessage.TryDecode(message.Encode(), out RendezvousMessage? read)
        && read.GetType() == message.GetType()
        && read.Encode().AsSpan().SequenceEqual(message.Encode()));

    private static Gen<RendezvousMessage> Messages() =>
        from name in Gen.Elements(string.Empty, "ns", new string('\u00e9', 300))
        from bytes in Gen.ArrayOf(Gen.Choose(0, 255))
        from number in Gen.Choose(0, int.MaxValue)
        from status in Gen.Elements(Enum.GetValues<RendezvousStatus>())
        from count in Gen.Choose(0, 5)
        from kind in Gen.Choose(0, 5)
        select Message(kind, name, [.. bytes.Select(value => (byte)value)], (ulong)number, status, count);

    private static RendezvousMessage Message(
        int kind, string name, byte[] bytes, ulong number, RendezvousStatus status, int count) => kind switch
        {
            0 => new RendezvousRegister(new RendezvousRegistration(name, bytes, number)),
            1 => new RendezvousRegisterResponse(status, name, number),
            2 => new RendezvousUnregister(name),
            3 => new RendezvousDiscover(name, number, bytes),
            4 => new RendezvousDiscover(null, number, bytes),
            _ => new RendezvousDiscoverResponse(
                status, null, [.. Enumerable.Repeat(new RendezvousRegistration(name, bytes, number), count)], bytes),
        };
}
