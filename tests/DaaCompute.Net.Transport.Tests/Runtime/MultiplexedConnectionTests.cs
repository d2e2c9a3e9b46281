using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Transport.Tests.Runtime;

public sealed class MultiplexedConnectionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OpenStream_BytesSent_ArriveInOrder(bool choosesEarly)
    {
        await using LinkPair pair = await LinkPair.ConnectAsync(choosesEarly: choosesEarly);
        IMultiplexedStream near = await pair.Dialer.OpenStreamAsync(default);
        byte[] sent = Pattern(3_000_000);
        Task writing = WriteAndCompleteAsync(near, sent);
        IMultiplexedStream far = (await pair.Listener.AcceptStreamAsync(default))!;

        Assert.Equal(sent, await ReadToEndAsync(far));
        await writing;
    }

    [Fact]
    public async Task OpenStream_ThousandAtOnce_AllEcho()
    {
        LinkSettings settings = new() { MaxInboundStreams = 1000 };
        await using LinkPair pair = await LinkPair.ConnectAsync(settings);
        Task serving = ServeEchoAsync(pair.Listener);

        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 1000 }, async (index, _) =>
        {
            await using IMultiplexedStream stream = await pair.Dialer.OpenStreamAsync(default);
            byte[] sent = Pattern(1000 + index);
            Task writing = WriteAndCompleteAsync(stream, sent);
            Assert.Equal(sent, await ReadToEndAsync(stream));
            await writing;
        });

        await pair.Dialer.CloseAsync(default);
        await serving;
        Assert.Equal(0, pair.Dialer.OutboundStreams);
        Assert.Equal(0, pair.DialerMemory.Reserved);
    }

    private static byte[] Pattern(int length)
    {
        byte[] bytes = new byte[length];
        for (int index = 0; index < length; index++)
        {
            bytes[index] = (byte)((index * 7) + (index >> 9));
        }

        return bytes;
    }

    private static async Task ServeEchoAsync(IMultiplexedConnection connection)
    {
        List<Task> echoes = [];
        while (await connection.AcceptStreamAsync(default) is { } stream)
        {
            echoes.Add(EchoAsync(stream));
        }

        await Task.WhenAll(echoes);
    }

    private static async Task EchoAsync(IMultiplexedStream stream)
    {
        await stream.Input.CopyToAsync(stream.Output);
        await stream.DisposeAsync();
    }

    private static async Task WriteAndCompleteAsync(IMultiplexedStream stream, byte[] bytes)
    {
        await stream.Output.WriteAsync(bytes);
        await stream.Output.CompleteAsync();
    }

    private static async Task<byte[]> ReadToEndAsync(IMultiplexedStream stream)
    {
        using MemoryStream all = new();
        await stream.Input.CopyToAsync(all);
        return all.ToArray();
    }
}
