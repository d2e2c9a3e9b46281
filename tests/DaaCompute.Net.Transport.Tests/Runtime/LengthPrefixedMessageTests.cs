using System.IO.Pipelines;
using DaaCompute.Net.Transport.Runtime;
using FsCheck;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class LengthPrefixedMessageTests
{
    [Property]
    public async Task ReadAsync_AnySplit_GivesTheMessage(byte[] message, byte[] rest, PositiveInt split)
    {
        Pipe whole = new();
        await LengthPrefixedMessage.WriteAsync(whole.Writer, message, TestTime.Limit());
        await whole.Writer.WriteAsync(rest);
        await whole.Writer.CompleteAsync();
        byte[] bytes = (await whole.Reader.ReadAtLeastAsync(int.MaxValue / 2)).Buffer.FirstSpan.ToArray();
        Pipe pieces = new();
        int at = split.Get % (bytes.Length + 1);

        Task<byte[]> reading = LengthPrefixedMessage.ReadAsync(pieces.Reader, 1_000, TestTime.Limit()).AsTask();
        await pieces.Writer.WriteAsync(bytes.AsMemory(0, at));
        await pieces.Writer.WriteAsync(bytes.AsMemory(at));

        Assert.Equal(message, await reading);
        if (rest.Length > 0)
        {
            Assert.Equal(rest, (await pieces.Reader.ReadAtLeastAsync(rest.Length)).Buffer.FirstSpan.ToArray());
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x05, 1, 2 }, typeof(ConnectionClosedException))]
    [InlineData(new byte[] { 0x85 }, typeof(ConnectionClosedException))]
    [InlineData(new byte[] { 0x0B }, typeof(ProtocolViolationException))]
    [InlineData(new byte[] { 0x80, 0x00 }, typeof(ProtocolViolationException))]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, typeof(ProtocolViolationException))]
    public async Task ReadAsync_CutOrTooLong_IsATypedError(byte[] bytes, Type expected)
    {
        Pipe pipe = new();
        await pipe.Writer.WriteAsync(bytes);
        await pipe.Writer.CompleteAsync();

        await Assert.ThrowsAsync(
            expected, async () => await LengthPrefixedMessage.ReadAsync(pipe.Reader, 10, TestTime.Limit()));
    }
}
