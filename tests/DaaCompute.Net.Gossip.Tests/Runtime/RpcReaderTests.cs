using System.IO.Pipelines;
using DaaCompute.Net.Gossip.Runtime;
using DaaCompute.Net.Transport;
using FsCheck.Xunit;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

public sealed class RpcReaderTests
{
    [Property(MaxTest = 50)]
    public async Task Frames_InPiecesOfAnySize_AreReadWhole(byte[][] bodies, byte pieceSize)
    {
        // A window smaller than a frame: what has come must be taken out, or no more would come.
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 64, resumeWriterThreshold: 32, useSynchronizationContext: false));
        Task writing = WriteAsync(pipe.Writer, bodies.SelectMany(Framed).ToArray(), Math.Max(1, (int)pieceSize));
        RpcReader reader = new(pipe.Reader);
        foreach (byte[] body in bodies)
        {
            Assert.Equal(body, (await reader.ReadAsync(GossipTestNode.Limit()))!.Value.ToArray());
        }

        Assert.Null(await reader.ReadAsync(GossipTestNode.Limit()));
        await writing;
    }

    [Fact]
    public async Task Frame_OfOneMebibyte_PassesASmallWindow()
    {
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512, useSynchronizationContext: false));
        byte[] body = new byte[1 << 20];
        body[^1] = 7;
        Task writing = WriteAsync(pipe.Writer, [.. Framed(body)], 4096);
        Assert.Equal(body, (await new RpcReader(pipe.Reader).ReadAsync(GossipTestNode.Limit()))!.Value.ToArray());
        await writing;
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x80, 0x40 })] // 1 MiB + 1
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F })] // 2^63 - 1
    [InlineData(new byte[] { 0x80, 0x00 })] // not minimal
    [InlineData(new byte[] { 5, 1, 2 })] // the stream ends inside
    [InlineData(new byte[] { 0x80 })] // the stream ends inside the length
    public async Task Frame_TooLongOrBroken_IsAViolation(byte[] bytes)
    {
        Pipe pipe = new();
        await WriteAsync(pipe.Writer, bytes, 16);
        await Assert.ThrowsAsync<ProtocolViolationException>(
            () => new RpcReader(pipe.Reader).ReadAsync(GossipTestNode.Limit()).AsTask());
    }

    [Fact]
    public async Task Frame_ClaimedButNotSent_AllocatesWhatCame()
    {
        Pipe pipe = new();
        await pipe.Writer.WriteAsync(new byte[] { 0x80, 0x80, 0x40, 1, 2, 3 });
        long before = GC.GetAllocatedBytesForCurrentThread();
        Task reading = new RpcReader(pipe.Reader).ReadAsync(CancellationToken.None).AsTask();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
        await pipe.Writer.CompleteAsync();
        await Assert.ThrowsAsync<ProtocolViolationException>(() => reading);
    }

    private static IEnumerable<byte> Framed(byte[] body)
    {
        byte[] prefix = new byte[10];
        int length = DaaCompute.Net.Wire.UnsignedVarint.Write(prefix, (ulong)body.Length);
        return prefix.Take(length).Concat(body);
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] bytes, int pieceSize)
    {
        for (int offset = 0; offset < bytes.Length; offset += pieceSize)
        {
            await writer.WriteAsync(bytes.AsMemory(offset, Math.Min(pieceSize, bytes.Length - offset)));
        }

        await writer.CompleteAsync();
    }
}
