using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Tests;

public sealed class DaaComputeNetworkBuilderTests
{
    [Fact]
    public async Task Start_TwoNodesOnLoopback_SpeakAProtocolOverAPostQuantumLink()
    {
        DaaComputeNetworkBuilder first = new(NodePresets.Loopback);
        first.AddProtocol<EchoProtocol>();
        await using DaaComputeNetwork server = await first.StartAsync();
        await using DaaComputeNetwork client = await new DaaComputeNetworkBuilder(NodePresets.Loopback).StartAsync();

        Multiaddress address = server.LocalPeer.Addresses[0].WithPeer(server.LocalPeer.Id);
        IPeerConnection connection = await client.Peers.ConnectAsync(address);
        await using IPeerStream stream = await connection.OpenStreamAsync(EchoProtocol.Id);
        await stream.Output.WriteAsync("the whole channel, both ways"u8.ToArray());
        await stream.Output.CompleteAsync();

        Assert.Equal("the whole channel, both ways", await ReadAllAsync(stream.Input));
        Assert.True(connection.IsPostQuantum);
        Assert.Equal("/daa/noise-pq/1.0.0", connection.Security.Value);
        Assert.True(await client.Peers.PingAsync(server.LocalPeer.Id) > TimeSpan.Zero);
    }

    [Fact]
    public async Task Start_BootstrapAddress_ConnectsByItself()
    {
        await using DaaComputeNetwork seed = await new DaaComputeNetworkBuilder(NodePresets.Loopback).StartAsync();
        await using ISubscription<PeerEvent> events = await seed.Peers.SubscribeAsync();
        DaaComputeNetworkBuilder builder = new(NodePresets.Loopback);
        builder.Bootstrap(seed.LocalPeer.Addresses[0].WithPeer(seed.LocalPeer.Id).ToString());

        await using DaaComputeNetwork node = await builder.StartAsync();

        await foreach (PeerEvent happened in events)
        {
            if (happened.Kind == PeerEventKind.Identified)
            {
                Assert.Equal(node.LocalPeer.Id, happened.Connection.RemotePeer.Id);
                break;
            }
        }
    }

    [Fact]
    public async Task Connect_WrongPeerAtTheAddress_IsRefusedWithATypedError()
    {
        await using DaaComputeNetwork server = await new DaaComputeNetworkBuilder(NodePresets.Loopback).StartAsync();
        await using DaaComputeNetwork other = await new DaaComputeNetworkBuilder(NodePresets.Loopback).StartAsync();
        await using DaaComputeNetwork client = await new DaaComputeNetworkBuilder(NodePresets.Loopback).StartAsync();
        Multiaddress wrong = server.LocalPeer.Addresses[0].WithPeer(other.LocalPeer.Id);

        HandshakeException refusal = await Assert.ThrowsAsync<HandshakeException>(
            async () => await client.Peers.ConnectAsync(wrong));

        Assert.Equal(HandshakeError.WrongPeer, refusal.Error);
        Assert.Empty(client.Peers.Connected);
    }

    [Fact]
    public async Task Start_BadSetting_NamesIt()
    {
        DaaComputeNetworkBuilder builder = new();
        builder.Services.Configure<DaaComputeNetworkOptions>(options => options.StopTimeout = TimeSpan.FromHours(1));

        OptionsValidationException refusal = await Assert.ThrowsAsync<OptionsValidationException>(
            async () => await builder.StartAsync());

        Assert.Contains("DaaCompute:StopTimeout", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Twice_IsRefused()
    {
        DaaComputeNetworkBuilder builder = new();
        await using DaaComputeNetwork network = await builder.StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await builder.StartAsync());
    }

    [Fact]
    public async Task Start_ReplacedIdentity_IsUsed()
    {
        DaaComputeNetworkBuilder builder = new();
        builder.Services.AddSingleton<IIdentityStore, FixedIdentityStore>();

        await using DaaComputeNetwork network = await builder.StartAsync();

        Assert.IsType<FixedIdentityStore>(network.Services.GetRequiredService<INodeIdentity>());
        Assert.Equal(network.Services.GetRequiredService<IIdentityStore>().LoadOrCreate().PeerId, network.LocalPeer.Id);
    }

    private static async Task<string> ReadAllAsync(PipeReader reader)
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync();
            if (read.IsCompleted)
            {
                return Encoding.UTF8.GetString(read.Buffer.ToArray());
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
