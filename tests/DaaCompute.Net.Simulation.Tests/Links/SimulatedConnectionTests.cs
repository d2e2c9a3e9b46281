using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Simulation.Tests.Links;

public sealed class SimulatedConnectionTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SteppedWorld _world = new();
    private ITransportConnection? _accepted;

    public SimulatedConnectionTests()
    {
        foreach (SimulatedNode node in _world.Cluster.Nodes)
        {
            node.Start(_ => Task.CompletedTask);
        }
    }

    private SimulatedNode Dialler => _world.Cluster.Nodes[0];

    private SimulatedNode Server => _world.Cluster.Nodes[1];

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task SendAsync_MoreThanTheWindow_WaitsForTheReader()
    {
        ITransportConnection dialled = await ConnectAsync();
        byte[] sent = new byte[3_000_000];
        new SeededEntropySource(1).Fill(sent);

        Task sending = dialled.SendAsync(sent, CancellationToken.None).AsTask();
        _world.RunFor(100 * Second);
        Assert.False(sending.IsCompleted);

        byte[] received = await ReceiveAsync(_accepted!, sent.Length);
        Assert.True(sending.IsCompletedSuccessfully);
        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task ReceiveAsync_AfterTheOtherEndClosed_GivesWhatWasSentAndThenTheEnd()
    {
        ITransportConnection dialled = await ConnectAsync();
        await dialled.SendAsync(new byte[] { 1, 2, 3 }, CancellationToken.None);
        await dialled.CloseOutputAsync(CancellationToken.None);
        _world.RunFor(Second);

        byte[] buffer = new byte[10];
        Assert.Equal(3, await _accepted!.ReceiveAsync(buffer, CancellationToken.None));
        Assert.Equal(0, await _accepted.ReceiveAsync(buffer, CancellationToken.None));
        await _accepted.SendAsync(new byte[] { 4 }, CancellationToken.None);
        _world.RunFor(Second);
        Assert.Equal(1, await dialled.ReceiveAsync(buffer, CancellationToken.None));
    }

    [Fact]
    public async Task SendAsync_LossyLink_DeliversAllInOrderButLater()
    {
        ITransportConnection dialled = await ConnectAsync();
        _world.Cluster.Network.SetConditions(LinkConditions.LocalArea with { LossRate = 0.3 });
        byte[] sent = new byte[900_000];
        new SeededEntropySource(1).Fill(sent);

        await dialled.SendAsync(sent, CancellationToken.None);
        Assert.Equal(sent, await ReceiveAsync(_accepted!, sent.Length));
        Assert.InRange(_world.Time.Elapsed, 2 * Second, 100 * Second);
    }

    [Fact]
    public async Task SendAsync_Partition_IsSilentAndRecoversAfterHealing()
    {
        ITransportConnection dialled = await ConnectAsync();
        _world.Cluster.Network.Partition([1], [2]);
        await dialled.SendAsync(new byte[] { 7 }, CancellationToken.None);
        byte[] buffer = new byte[10];
        Task<int> receiving = _accepted!.ReceiveAsync(buffer, CancellationToken.None).AsTask();

        _world.RunFor(30 * Second);
        Assert.False(receiving.IsCompleted);
        _world.Cluster.Network.Heal();
        _world.RunFor(60 * Second);

        Assert.Equal(1, await receiving);
    }

    [Fact]
    public async Task SendAsync_OneWayCut_LetsTheOtherDirectionThrough()
    {
        ITransportConnection dialled = await ConnectAsync();
        _world.Cluster.Network.CutOneWay([1], [2]);
        await dialled.SendAsync(new byte[] { 7 }, CancellationToken.None);
        await _accepted!.SendAsync(new byte[] { 8 }, CancellationToken.None);
        byte[] buffer = new byte[10];

        Task<int> deaf = _accepted.ReceiveAsync(buffer, CancellationToken.None).AsTask();
        _world.RunFor(10 * Second);

        Assert.False(deaf.IsCompleted);
        Assert.Equal(1, await dialled.ReceiveAsync(buffer, CancellationToken.None));
    }

    [Fact]
    public async Task SendAsync_PartitionWithoutEnd_BreaksTheSenderAfterItsPatience()
    {
        ITransportConnection dialled = await ConnectAsync();
        _world.Cluster.Network.Partition([1], [2]);
        await dialled.SendAsync(new byte[] { 7 }, CancellationToken.None);

        _world.RunFor(90 * Second);
        await dialled.SendAsync(new byte[] { 7 }, CancellationToken.None);
        _world.RunFor(120 * Second);

        await Assert.ThrowsAsync<TransportException>(async () => await dialled.SendAsync(new byte[] { 7 }, CancellationToken.None));
    }

    [Fact]
    public async Task Crash_OfTheOtherEnd_ResetsTheConnection()
    {
        ITransportConnection dialled = await ConnectAsync();
        Task<int> receiving = dialled.ReceiveAsync(new byte[10], CancellationToken.None).AsTask();

        Server.Crash();
        _world.RunFor(Second);

        await Assert.ThrowsAsync<TransportException>(() => receiving);
    }

    [Fact]
    public async Task LosePower_OfTheOtherEnd_IsSilentUntilItComesBackAndResets()
    {
        ITransportConnection dialled = await ConnectAsync();
        Task<int> receiving = dialled.ReceiveAsync(new byte[10], CancellationToken.None).AsTask();
        await dialled.SendAsync(new byte[] { 7 }, CancellationToken.None);

        Server.LosePower();
        _world.RunFor(50 * Second);
        Assert.False(receiving.IsCompleted);
        Server.Restart();
        _world.RunFor(60 * Second);

        await Assert.ThrowsAsync<TransportException>(() => receiving);
    }

    [Fact]
    public async Task Freeze_OfTheOtherEnd_IsSilentAndLosesNothing()
    {
        ITransportConnection dialled = await ConnectAsync();
        byte[] buffer = new byte[10];
        Task<int> receiving = _accepted!.ReceiveAsync(buffer, CancellationToken.None).AsTask();

        Server.Freeze();
        await dialled.SendAsync(new byte[] { 7 }, CancellationToken.None);
        _world.RunFor(300 * Second);
        Assert.False(receiving.IsCompleted);
        Server.Thaw();
        _world.RunFor(Second);

        Assert.Equal(1, await receiving);
    }

    [Fact]
    public async Task DisposeAsync_UnreadBytes_ResetsTheOtherEnd()
    {
        ITransportConnection dialled = await ConnectAsync();
        await dialled.SendAsync(new byte[] { 7 }, CancellationToken.None);
        _world.RunFor(Second);

        await _accepted!.DisposeAsync();
        _world.RunFor(Second);

        await Assert.ThrowsAsync<TransportException>(async () => await dialled.ReceiveAsync(new byte[1], CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await _accepted.ReceiveAsync(new byte[1], CancellationToken.None));
    }

    [Fact]
    public async Task DialAsync_NobodyListens_IsRefused()
    {
        Task<ITransportConnection> dial = DialAsync(Server.Address);
        _world.RunFor(Second);

        await Assert.ThrowsAsync<TransportException>(() => dial);
        Assert.Equal(0, _world.Time.Elapsed.Minutes);
    }

    [Fact]
    public async Task DialAsync_MachineIsOff_TimesOutAfterItsTries()
    {
        Server.LosePower();
        Task<ITransportConnection> dial = DialAsync(Server.Address);

        _world.RunFor(120 * Second);
        Assert.False(dial.IsCompleted);
        _world.RunFor(10 * Second);

        await Assert.ThrowsAsync<TransportException>(() => dial);
    }

    [Fact]
    public async Task DialAsync_Cancelled_ClosesWhatTheOtherEndAccepted()
    {
        ITransportListener listener = await Server.Process!.Transport.ListenAsync(Server.Address, CancellationToken.None);
        _world.Cluster.Network.CutOneWay([2], [1]);
        using CancellationTokenSource deadline = new(30 * Second, _world.Time);
        Task<ITransportConnection> dial = Dialler.Process!.Transport.DialAsync(Server.Address, deadline.Token).AsTask();

        _world.RunFor(60 * Second);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dial);
        ITransportConnection? accepted = await listener.AcceptAsync(CancellationToken.None);
        Assert.Equal(0, await accepted!.ReceiveAsync(new byte[1], CancellationToken.None));
    }

    [Theory]
    [InlineData("/memory/2", true)]
    [InlineData("/memory/2/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N", true)]
    [InlineData("/ip4/127.0.0.1/tcp/4001", false)]
    [InlineData("/memory/2/tcp/1", false)]
    public void CanHandle_Address_OnlyNodesOfTheSimulation(string address, bool expected) =>
        Assert.Equal(expected, Dialler.Process!.Transport.CanHandle(Multiaddress.Parse(address)));

    [Fact]
    public async Task ListenAsync_TwiceOrElsewhere_Throws()
    {
        ITransport transport = Server.Process!.Transport;
        await using ITransportListener listener = await transport.ListenAsync(Multiaddress.Parse("/memory/0"), CancellationToken.None);

        Assert.Equal(Server.Address, listener.LocalAddress);
        await Assert.ThrowsAsync<TransportException>(async () => await transport.ListenAsync(Server.Address, CancellationToken.None));
        await Assert.ThrowsAsync<TransportException>(async () => await transport.ListenAsync(Dialler.Address, CancellationToken.None));
    }

    private async Task<ITransportConnection> ConnectAsync()
    {
        ITransportListener listener = await Server.Process!.Transport.ListenAsync(Server.Address, CancellationToken.None);
        Task<ITransportConnection> dial = DialAsync(Server.Address);
        _world.RunFor(Second);
        _accepted = await listener.AcceptAsync(CancellationToken.None);
        return await dial;
    }

    private Task<ITransportConnection> DialAsync(Multiaddress address) =>
        Dialler.Process!.Transport.DialAsync(address, CancellationToken.None).AsTask();

    private async Task<byte[]> ReceiveAsync(ITransportConnection connection, int length)
    {
        byte[] received = new byte[length];
        for (int total = 0; total < length;)
        {
            int offset = total;
            Task<int> receiving = SteppedWorld.InPlace(
                () => connection.ReceiveAsync(received.AsMemory(offset), CancellationToken.None).AsTask());
            for (int second = 0; second < 100 && !receiving.IsCompleted; second++)
            {
                _world.RunFor(Second);
            }

            Assert.True(receiving.IsCompleted, $"{total} of {length} bytes arrived");
            total += await receiving;
        }

        return received;
    }
}
