namespace DaaCompute.Net.Transport.Tests;

/// <summary>What every transport must do; a transport's own test class derives from it.</summary>
public abstract class TransportContractTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The transport under test.</summary>
    protected abstract ITransport Transport { get; }

    /// <summary>An address that asks for any free port.</summary>
    protected abstract Multiaddress AnyAddress { get; }

    /// <summary>An address of another transport.</summary>
    protected abstract Multiaddress ForeignAddress { get; }

    [Fact]
    public async Task DialAsync_Listening_MovesBytesBothWays()
    {
        await using Pair pair = await ConnectAsync();
        await pair.Dialled.SendAsync("hello"u8.ToArray(), Token());
        Assert.Equal("hello"u8.ToArray(), await ReceiveExactlyAsync(pair.Accepted, 5));
        await pair.Accepted.SendAsync("world!"u8.ToArray(), Token());
        Assert.Equal("world!"u8.ToArray(), await ReceiveExactlyAsync(pair.Dialled, 6));

        Assert.Equal(pair.Dialled.LocalAddress, pair.Accepted.RemoteAddress);
        Assert.Equal(pair.Dialled.RemoteAddress, pair.Accepted.LocalAddress);
        Assert.NotEmpty(Transport.Name);
    }

    [Fact]
    public async Task ListenAsync_AnyPort_NamesAnAddressThatCanBeDialled()
    {
        await using ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        await using ITransportListener other = await Transport.ListenAsync(AnyAddress, Token());

        Assert.NotEqual(AnyAddress, listener.LocalAddress);
        Assert.NotEqual(other.LocalAddress, listener.LocalAddress);
        Assert.True(Transport.CanHandle(listener.LocalAddress));
    }

    [Fact]
    public async Task ListenAsync_AddressInUse_NamesItInATransportException()
    {
        await using ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());

        TransportException thrown = await Assert.ThrowsAsync<TransportException>(
            async () => await Transport.ListenAsync(listener.LocalAddress, Token()));
        Assert.Contains(listener.LocalAddress.ToString(), thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenAsync_ReleasedAddress_CanBeListenedOnAgain()
    {
        ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        await listener.DisposeAsync();
        await listener.DisposeAsync();

        await using ITransportListener again = await Transport.ListenAsync(listener.LocalAddress, Token());
        Assert.Equal(listener.LocalAddress, again.LocalAddress);
    }

    [Fact]
    public async Task DialAsync_NobodyListens_NamesTheAddressInATransportException()
    {
        ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        await listener.DisposeAsync();

        TransportException thrown = await Assert.ThrowsAsync<TransportException>(
            async () => await Transport.DialAsync(listener.LocalAddress, Token()));
        Assert.Contains(listener.LocalAddress.ToString(), thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DialAsync_ForeignAddress_IsRefused()
    {
        Assert.False(Transport.CanHandle(ForeignAddress));
        await Assert.ThrowsAsync<TransportException>(async () => await Transport.DialAsync(ForeignAddress, Token()));
        await Assert.ThrowsAsync<TransportException>(async () => await Transport.ListenAsync(ForeignAddress, Token()));
    }

    [Fact]
    public async Task AcceptAsync_ListenerDisposed_ReturnsNull()
    {
        ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        Task<ITransportConnection?> waiting = listener.AcceptAsync(Token()).AsTask();
        await listener.DisposeAsync();

        Assert.Null(await waiting);
        Assert.Null(await listener.AcceptAsync(Token()));
    }

    [Fact]
    public async Task AcceptAsync_Cancelled_LeavesTheListenerUsable()
    {
        await using ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        using CancellationTokenSource cancel = new();
        Task<ITransportConnection?> waiting = listener.AcceptAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await using ITransportConnection dialled = await Transport.DialAsync(listener.LocalAddress, Token());
        await using ITransportConnection? accepted = await listener.AcceptAsync(Token());
        Assert.NotNull(accepted);
    }

    [Fact]
    public async Task CloseOutputAsync_AfterBytes_OtherEndReceivesThemThenZeroAndMayStillSend()
    {
        await using Pair pair = await ConnectAsync();
        await pair.Dialled.SendAsync(new byte[3], Token());
        await pair.Dialled.CloseOutputAsync(Token());

        await ReceiveExactlyAsync(pair.Accepted, 3);
        Assert.Equal(0, await pair.Accepted.ReceiveAsync(new byte[1], Token()));
        await pair.Accepted.SendAsync(new byte[7], Token());
        await ReceiveExactlyAsync(pair.Dialled, 7);
        await Assert.ThrowsAsync<TransportException>(async () => await pair.Dialled.SendAsync(new byte[1], Token()));
    }

    [Fact]
    public async Task SendAsync_ReaderStalls_WaitsAndLosesNothing()
    {
        await using Pair pair = await ConnectAsync();
        byte[] data = new byte[32 << 20];
        new Random(7).NextBytes(data);

        Task sending = pair.Dialled.SendAsync(data, Token()).AsTask();
        Assert.False(sending.IsCompleted);
        byte[] received = await ReceiveExactlyAsync(pair.Accepted, data.Length);
        await sending;

        Assert.True(data.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task ReceiveAsync_Cancelled_LosesNothing()
    {
        await using Pair pair = await ConnectAsync();
        using CancellationTokenSource cancel = new();
        Task<int> receiving = pair.Accepted.ReceiveAsync(new byte[8], cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);

        await pair.Dialled.SendAsync("after"u8.ToArray(), Token());
        Assert.Equal("after"u8.ToArray(), await ReceiveExactlyAsync(pair.Accepted, 5));
    }

    [Fact]
    public async Task DisposeAsync_WhileReceiving_FailsTheReceiveAndEndsTheOtherEnd()
    {
        await using Pair pair = await ConnectAsync();
        Task<int> receiving = pair.Accepted.ReceiveAsync(new byte[8], Token()).AsTask();
        await pair.Accepted.DisposeAsync();
        await pair.Accepted.DisposeAsync();

        await Assert.ThrowsAsync<TransportException>(() => receiving);
        await Assert.ThrowsAsync<TransportException>(async () => await pair.Accepted.SendAsync(new byte[1], Token()));
        Assert.Equal(0, await ReceiveOrZeroAsync(pair.Dialled));
    }

    [Fact]
    public async Task SendAsync_OtherEndDisposed_FailsAfterAWhile()
    {
        await using Pair pair = await ConnectAsync();
        await pair.Accepted.DisposeAsync();

        // The first bytes may still find room in the system's buffers.
        await Assert.ThrowsAsync<TransportException>(async () =>
        {
            for (int count = 0; count < 1_000; count++)
            {
                await pair.Dialled.SendAsync(new byte[64 * 1024], Token());
            }
        });
    }

    [Fact]
    public async Task SendAsync_BothWaysAtOnce_KeepsEachDirectionsOrder()
    {
        await using Pair pair = await ConnectAsync();
        byte[] there = new byte[3 << 20];
        byte[] back = new byte[2 << 20];
        new Random(1).NextBytes(there);
        new Random(2).NextBytes(back);

        Task sending = Task.WhenAll(
            pair.Dialled.SendAsync(there, Token()).AsTask(), pair.Accepted.SendAsync(back, Token()).AsTask());
        Task<byte[]> atAccepted = ReceiveExactlyAsync(pair.Accepted, there.Length);
        Task<byte[]> atDialled = ReceiveExactlyAsync(pair.Dialled, back.Length);
        await sending;

        byte[] arrivedThere = await atAccepted;
        byte[] arrivedBack = await atDialled;
        Assert.True(there.AsSpan().SequenceEqual(arrivedThere));
        Assert.True(back.AsSpan().SequenceEqual(arrivedBack));
    }

    /// <summary>A listener and one connection to it.</summary>
    protected async Task<Pair> ConnectAsync()
    {
        ITransportListener listener = await Transport.ListenAsync(AnyAddress, Token());
        Task<ITransportConnection?> accepting = listener.AcceptAsync(Token()).AsTask();
        ITransportConnection dialled = await Transport.DialAsync(listener.LocalAddress, Token());
        return new Pair(listener, dialled, (await accepting)!);
    }

    protected static async Task<byte[]> ReceiveExactlyAsync(ITransportConnection connection, int length)
    {
        byte[] received = new byte[length];
        for (int count = 0; count < length;)
        {
            int read = await connection.ReceiveAsync(received.AsMemory(count), Token());
            Assert.NotEqual(0, read);
            count += read;
        }

        return received;
    }

    /// <summary>A cut connection ends in 0 bytes or in an exception: TCP may send FIN or RST.</summary>
    private static async Task<int> ReceiveOrZeroAsync(ITransportConnection connection)
    {
        try
        {
            return await connection.ReceiveAsync(new byte[8], Token());
        }
        catch (TransportException)
        {
            return 0;
        }
    }

    /// <summary>Ends a test that hangs; no outcome depends on it.</summary>
    protected static CancellationToken Token() => new CancellationTokenSource(Patience).Token;

    /// <summary>Both ends of a connection.</summary>
    protected sealed record Pair(ITransportListener Listener, ITransportConnection Dialled, ITransportConnection Accepted)
        : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Dialled.DisposeAsync();
            await Accepted.DisposeAsync();
            await Listener.DisposeAsync();
        }
    }
}
