using System.IO.Pipelines;
using DaaCompute.Net.Transport.Runtime;
using DaaCompute.Net.Transport.Tcp;

namespace DaaCompute.Net.Transport.Tests.Runtime;

[Collection(AloneCollection.Name)]
public sealed class LinkAllocationTests
{
#if DEBUG
    /// <summary>Unoptimised state machines are classes, in the transport and in this test; frames are 32 KiB.</summary>
    private const int BytesPerFrame = 1024;
#else
    /// <summary>The pools' last growth and the test's own tasks, spread over its frames.</summary>
    private const int BytesPerFrame = 32;
#endif

    private const int Frames = 4_000;
    private const int FrameSize = 32 * 1024;

    [Fact]
    public async Task WriteAndRead_SteadyState_AllocateNothingPerFrame()
    {
        TcpTransport transport = new();
        CountingMemoryScope memory = new();
        await using ITransportListener listener =
            await transport.ListenAsync(Multiaddress.Parse("/ip4/127.0.0.1/tcp/0"), default);
        ITransportConnection dialled = await transport.DialAsync(listener.LocalAddress, default);
        Task<IMultiplexedConnection> accepting = Upgrader(2)
            .UpgradeInboundAsync((await listener.AcceptAsync(default))!, memory, default).AsTask();
        await using IMultiplexedConnection near = await Upgrader(1).UpgradeOutboundAsync(dialled, null, memory, default);
        await using IMultiplexedConnection far = await accepting;
        IMultiplexedStream output = await near.OpenStreamAsync(default);
        await output.Output.WriteAsync(new byte[FrameSize]);
        IMultiplexedStream input = (await far.AcceptStreamAsync(default))!;
        ReadResult first = await input.Input.ReadAtLeastAsync(FrameSize);
        input.Input.AdvanceTo(first.Buffer.End);
        byte[] frame = new byte[FrameSize];

        // On the pool: the test runner's own context allocates for every await that it resumes.
        await Task.Run(() => TransferAsync(output, input, frame));
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await Task.Run(() => TransferAsync(output, input, frame));
        long perFrame = (GC.GetTotalAllocatedBytes(precise: true) - before) / Frames;

        Assert.InRange(perFrame, 0, BytesPerFrame);
    }

    // A window that grows while the test runs fills its new room with segments once: that is growth, not steady state.
    private static ConnectionUpgrader Upgrader(byte key) =>
        new([new PlainChannelFactory(key)], new LinkSettings { MaxStreamWindow = 256 * 1024 }, TimeProvider.System);

    private static async Task TransferAsync(IMultiplexedStream output, IMultiplexedStream input, byte[] frame)
    {
        Task reading = ReadAsync(input);
        for (int index = 0; index < Frames; index++)
        {
            await output.Output.WriteAsync(frame);
        }

        await reading;
    }

    private static async Task ReadAsync(IMultiplexedStream input)
    {
        for (long left = (long)Frames * FrameSize; left > 0;)
        {
            ReadResult result = await input.Input.ReadAsync();
            left -= result.Buffer.Length;
            input.Input.AdvanceTo(result.Buffer.End);
        }
    }
}
