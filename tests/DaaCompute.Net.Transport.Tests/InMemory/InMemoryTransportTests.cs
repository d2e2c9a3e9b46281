using DaaCompute.Net.Transport.InMemory;

namespace DaaCompute.Net.Transport.Tests.InMemory;

public sealed class InMemoryTransportTests : TransportContractTests
{
    private readonly InMemoryNetwork _network = new();

    protected override ITransport Transport => new InMemoryTransport(_network);

    protected override Multiaddress AnyAddress { get; } = Multiaddress.Parse("/memory/0");

    protected override Multiaddress ForeignAddress { get; } = Multiaddress.Parse("/ip4/127.0.0.1/tcp/1");

    [Fact]
    public async Task DialAsync_OtherNetworkObject_FindsNobody()
    {
        await using ITransportListener listener = await Transport.ListenAsync(Multiaddress.Parse("/memory/7"), Token());
        InMemoryTransport elsewhere = new(new InMemoryNetwork());

        await Assert.ThrowsAsync<TransportException>(async () => await elsewhere.DialAsync(listener.LocalAddress, Token()));
    }

    [Fact]
    public async Task DialAsync_ListenerNeverAccepts_IsRefusedOnceTheBacklogIsFull()
    {
        await using ITransportListener listener = await Transport.ListenAsync(Multiaddress.Parse("/memory/7"), Token());
        List<ITransportConnection> waiting = [];
        await Assert.ThrowsAsync<TransportException>(async () =>
        {
            while (waiting.Count < 10_000)
            {
                waiting.Add(await Transport.DialAsync(listener.LocalAddress, Token()));
            }
        });
        Assert.Equal(512, waiting.Count);

        await listener.DisposeAsync();
        Assert.Equal(0, await waiting[0].ReceiveAsync(new byte[1], Token()));
    }
}
