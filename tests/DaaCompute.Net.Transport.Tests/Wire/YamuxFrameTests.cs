using DaaCompute.Net.Transport.Wire;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Wire;

public sealed class YamuxFrameTests
{
    // Frames as the yamux specification lays them out: version, type, flags, stream, length.
    [Theory]
    [InlineData("000000010000000100000005", 0, 1, 1, 5)]
    [InlineData("000100020000000200040000", 1, 2, 2, 262144)]
    [InlineData("0002000100000000DEADBEEF", 2, 1, 0, 0xDEADBEEF)]
    [InlineData("000300000000000000000001", 3, 0, 0, 1)]
    [InlineData("000100080000000700000000", 1, 8, 7, 0)]
    public void Write_GoldenFrame_MatchesSpecification(string hex, byte type, ushort flags, uint stream, uint length)
    {
        YamuxFrame frame = new((YamuxFrameType)type, (YamuxFlags)flags, stream, length);
        byte[] bytes = new byte[YamuxFrame.HeaderSize];
        frame.Write(bytes);

        Assert.Equal(hex, Convert.ToHexString(bytes));
        Assert.True(YamuxFrame.TryRead(bytes, out YamuxFrame read));
        Assert.Equal(frame, read);
    }

    [Theory]
    [InlineData("010000010000000100000005")]
    [InlineData("000400000000000100000000")]
    [InlineData("000000100000000100000000")]
    [InlineData("000000000000000000000005")]
    [InlineData("000200010000000100000000")]
    public void TryRead_NotYamux_IsRefused(string hex) =>
        Assert.False(YamuxFrame.TryRead(Convert.FromHexString(hex), out _));

    [Property]
    public bool TryRead_AnyBytes_ReadsOnlyWhatItWouldWrite(byte[] seed)
    {
        byte[] bytes = new byte[YamuxFrame.HeaderSize];
        seed.AsSpan(0, Math.Min(seed.Length, bytes.Length)).CopyTo(bytes);
        if (!YamuxFrame.TryRead(bytes, out YamuxFrame frame))
        {
            return true;
        }

        byte[] again = new byte[YamuxFrame.HeaderSize];
        frame.Write(again);
        return bytes.AsSpan().SequenceEqual(again);
    }
}
