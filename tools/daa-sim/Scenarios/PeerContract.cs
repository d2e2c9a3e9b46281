using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Simulation;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>What <see cref="IPeerNetwork"/> promises, tried on three nodes.</summary>
internal sealed class PeerContract(SimulatedCluster cluster, WholeNodes nodes, string kind, int one, int two, int three)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>Longer than any silence that a connection survives.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(4);

    private IPeerNetwork One => nodes.Find(one)!.Peers;

    private IPeerNetwork Two => nodes.Find(two)!.Peers;

    private IPeerNetwork Three => nodes.Find(three)!.Peers;

    public async Task RunAsync()
    {
        await RefuseAsync();
        IPeerConnection connection = await ConnectAsync();
        await SpeakAsync(connection);
        await HoldUpAsync(connection);
        await BreakStreamsAsync(connection);
        await DialTogetherAsync();
        await SayGoodbyeAsync(connection);
        await CrashAsync();
        await PartAsync();
    }

    private Multiaddress AddressOf(int number) => cluster.Nodes[number - 1].Address;

    private async Task RefuseAsync()
    {
        await FailsAsync<HandshakeException>(
            "the wrong peer is refused", async () => await One.ConnectAsync(AddressOf(two).WithPeer(Three.LocalPeer.Id)));
        await FailsAsync<PeerUnreachableException>(
            "an address of nobody", async () => await One.ConnectAsync(Multiaddress.Parse("/memory/99999")));
        await FailsAsync<PeerUnreachableException>(
            "a peer without an address", async () => await One.ConnectAsync(Three.LocalPeer.Id));
        await FailsAsync<InvalidOperationException>("a second handler", () => Task.FromResult(One.Handle(new EchoProtocol())));
    }

    private async Task<IPeerConnection> ConnectAsync()
    {
        await using ISubscription<PeerEvent> events = await Two.SubscribeAsync();
        IPeerConnection connection = await One.ConnectAsync(AddressOf(two).WithPeer(Two.LocalPeer.Id));
        Check(connection.IsOutbound && connection.RemotePeer.Id == Two.LocalPeer.Id, "the connection leads to the peer");
        Check(ReferenceEquals(connection, await One.ConnectAsync(Two.LocalPeer.Id)), "there is one connection a peer");
        await ComesAsync(() => connection.RemotePeer.Protocols.Contains(EchoProtocol.Id), Soon, "the peer is identified");
        await using IAsyncEnumerator<PeerEvent> reader = events.GetAsyncEnumerator();
        Check(await reader.MoveNextAsync() && reader.Current.Kind == PeerEventKind.Connected, "the first event is the connection");
        Check(await reader.MoveNextAsync() && reader.Current.Kind == PeerEventKind.Identified, "the second is the identity");
        Check(!reader.Current.Connection.IsOutbound, "who is dialled knows");

        Check(await One.PingAsync(Two.LocalPeer.Id) >= 2 * LinkConditions.Regional.MinimumLatency, "a ping takes a round trip");
        ProtocolId late = new("/sim/late/1.0.0");
        using (Two.Handle(new LateProtocol(late)))
        {
            await ComesAsync(() => connection.RemotePeer.Protocols.Contains(late), Soon, "a new protocol is told");
        }

        await ComesAsync(() => !connection.RemotePeer.Protocols.Contains(late), Soon, "one taken away is told as well");
        return connection;
    }

    private async Task SpeakAsync(IPeerConnection connection)
    {
        byte[] sent = new byte[300_000];
        cluster.Entropy($"contract/{kind}").Fill(sent);
        await using IPeerStream stream = await One.OpenStreamAsync(Two.LocalPeer.Id, EchoProtocol.Id);
        Check(stream is { IsOutbound: true } && stream.Connection == connection, "a stream knows where it belongs");
        Task<byte[]> reading = ReadToEndAsync(stream.Input);
        for (int start = 0; start < sent.Length; start += 50_000)
        {
            await stream.Output.WriteAsync(sent.AsMemory(start, 50_000));
        }

        await stream.Output.CompleteAsync();
        byte[] received = await reading;
        Check(received.AsSpan().SequenceEqual(sent), "what is said comes back, to its end");
        await FailsAsync<ProtocolNotSupportedException>(
            "a protocol that nobody speaks",
            async () => await connection.OpenStreamAsync(new ProtocolId("/sim/nothing/1.0.0")));
    }

    /// <summary>Who does not read holds up who writes, within bounds; giving up ends the wait.</summary>
    private async Task HoldUpAsync(IPeerConnection connection)
    {
        IPeerStream stream = await connection.OpenStreamAsync(DeafProtocol.Id);
        byte[] block = new byte[64 * 1024];
        long written = 0;
        Task<FlushResult> writing = Task.FromResult(default(FlushResult));
        while (writing.IsCompleted && written < 64 << 20)
        {
            await writing;
            writing = stream.Output.WriteAsync(block).AsTask();
            written += block.Length;
            await Task.WhenAny(writing, cluster.RunForAsync(Soon));
        }

        Check(!writing.IsCompleted, "a deaf reader holds up its writer");
        stream.Abort();
        await FailsAsync<ConnectionClosedException>("a write on a stream that was reset", async () => await writing);
        await stream.DisposeAsync();
    }

    private async Task BreakStreamsAsync(IPeerConnection connection)
    {
        await using IPeerStream failing = await connection.OpenStreamAsync(FailingProtocol.Id);
        await FailsAsync<ConnectionClosedException>(
            "a stream whose handler throws", async () => await failing.Input.ReadAsync());
        await using IPeerStream aborted = await connection.OpenStreamAsync(EchoProtocol.Id);
        await aborted.Output.WriteAsync(new byte[10]);
        ReadResult echo = await aborted.Input.ReadAtLeastAsync(10);
        aborted.Input.AdvanceTo(echo.Buffer.End);
        aborted.Abort();
        await FailsAsync<ConnectionClosedException>("a stream that was reset", async () => await aborted.Input.ReadAsync());
        Check(!connection.Closed.IsCancellationRequested, "the connection outlives its streams");
    }

    private async Task DialTogetherAsync()
    {
        IPeerNetwork here = One;
        IPeerNetwork there = Three;
        await Task.WhenAll(
            here.ConnectAsync(AddressOf(three)).AsTask(),
            there.ConnectAsync(AddressOf(one)).AsTask());
        await cluster.RunForAsync(Soon);
        Check(here.Connected.Count(peer => peer.RemotePeer.Id == there.LocalPeer.Id) == 1, "two dials make one connection");
        await here.PingAsync(there.LocalPeer.Id);
        await there.PingAsync(here.LocalPeer.Id);
    }

    private async Task SayGoodbyeAsync(IPeerConnection connection)
    {
        await using ISubscription<PeerEvent> events = await Two.SubscribeAsync();
        await One.DisconnectAsync(Two.LocalPeer.Id);
        await AreApartAsync(Soon, "after a goodbye");
        Check(connection.Closed.IsCancellationRequested, "who holds the connection is told");
        await FailsAsync<ConnectionClosedException>(
            "a stream on a closed connection", async () => await connection.OpenStreamAsync(EchoProtocol.Id));
        await using IAsyncEnumerator<PeerEvent> reader = events.GetAsyncEnumerator();
        Check(await reader.MoveNextAsync() && reader.Current.Kind == PeerEventKind.Disconnected, "the loss is an event");
        await One.DisconnectAsync(Two.LocalPeer.Id);
    }

    private async Task CrashAsync()
    {
        IPeerConnection connection = await One.ConnectAsync(AddressOf(two));
        await using IPeerStream stream = await connection.OpenStreamAsync(EchoProtocol.Id);
        cluster.Nodes[two - 1].LosePower();
        await FailsAsync<ConnectionClosedException>("a stream to the dead", async () => await stream.Input.ReadAsync());
        await ComesAsync(() => connection.Closed.IsCancellationRequested, Soon, "the dead are noticed");
        cluster.Nodes[two - 1].Restart();
        await ComesAsync(() => nodes.Find(two) is not null, Soon, "the node comes back");
        await MeetAsync("after a crash");
    }

    private async Task PartAsync()
    {
        cluster.Network.Partition([one], [two]);
        await AreApartAsync(Long, "in a partition");
        cluster.Network.Rejoin([one], [two]);
        await MeetAsync("after a partition");
    }

    private async Task MeetAsync(string when)
    {
        await One.ConnectAsync(AddressOf(two));
        await ComesAsync(() => Two.FindConnection(One.LocalPeer.Id) is not null, Soon, $"both are connected {when}");
        await using IPeerStream stream = await Two.OpenStreamAsync(One.LocalPeer.Id, EchoProtocol.Id);
        await stream.Output.CompleteAsync();
        Check((await ReadToEndAsync(stream.Input)).Length == 0, $"they speak {when}");
    }

    private Task AreApartAsync(TimeSpan within, string when) => ComesAsync(
        () => One.FindConnection(Two.LocalPeer.Id) is null && Two.FindConnection(One.LocalPeer.Id) is null,
        within,
        $"the connection is gone {when}");

    private static async Task<byte[]> ReadToEndAsync(PipeReader reader)
    {
        ArrayBufferWriter<byte> bytes = new();
        ReadResult result;
        do
        {
            result = await reader.ReadAsync();
            bytes.Write(result.Buffer.ToArray());
            reader.AdvanceTo(result.Buffer.End);
        }
        while (!result.IsCompleted);

        return bytes.WrittenSpan.ToArray();
    }

    private async Task ComesAsync(Func<bool> condition, TimeSpan within, string what) =>
        Check(await cluster.RunUntilAsync(condition, within), what);

    private async Task FailsAsync<T>(string what, Func<Task> action)
        where T : Exception
    {
        try
        {
            await action().WaitAsync(Long, cluster.Time);
            Check(holds: false, $"{what} must fail");
        }
        catch (T)
        {
            cluster.Mark($"{kind}: {what} fails as it must");
        }
    }

    private void Check(bool holds, string what)
    {
        cluster.Mark($"{kind}: {what}");
        cluster.Require(holds, $"broken: {kind}: {what}");
    }

    private sealed class LateProtocol(ProtocolId id) : IProtocolHandler
    {
        public ProtocolId Protocol => id;

        public ValueTask HandleAsync(IPeerStream stream, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
