using DaaCompute.Net.Transport.Tcp;

namespace DaaCompute.Net.Transport.Tests.Tcp;

[Collection(AloneCollection.Name)]
public sealed class TcpAllocationTests
{
#if DEBUG
    /// <summary>Unoptimised state machines are classes: one a call, and nothing else.</summary>
    private const int BytesPerCall = 128;
#else
    private const int BytesPerCall = 8;
#endif

    [Fact]
    public async Task SendAndReceive_SteadyState_AllocateNothing()
    {
        TcpTransport transport = new();
        await using ITransportListener listener =
            await transport.ListenAsync(Multiaddress.Parse("/ip4/127.0.0.1/tcp/0"), CancellationToken.None);
        await using ITransportConnection dialled = await transport.DialAsync(listener.LocalAddress, CancellationToken.None);
        await using ITransportConnection? accepted = await listener.AcceptAsync(CancellationToken.None);
        byte[] outgoing = new byte[1024];
        byte[] incoming = new byte[1024];
        await PingPongAsync(dialled, accepted!, outgoing, incoming, 5_000);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        await PingPongAsync(dialled, accepted!, outgoing, incoming, 5_000);
        long perCall = (GC.GetTotalAllocatedBytes(precise: true) - before) / 20_000;

        Assert.InRange(perCall, 0, BytesPerCall);
    }

    private static async Task PingPongAsync(
        ITransportConnection one, ITransportConnection other, byte[] outgoing, byte[] incoming, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            await one.SendAsync(outgoing, CancellationToken.None);
            for (int count = 0; count < outgoing.Length;)
            {
                count += await other.ReceiveAsync(incoming, CancellationToken.None);
            }

            await other.SendAsync(outgoing, CancellationToken.None);
            for (int count = 0; count < outgoing.Length;)
            {
                count += await one.ReceiveAsync(incoming, CancellationToken.None);
            }
        }
    }
}
