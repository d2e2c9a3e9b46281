using DaaCompute.Net.Crypto;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace DaaCompute.Net.CommandLine.Node;

/// <summary>What a command's node is asked to be.</summary>
internal sealed record NodeSettings
{
    /// <summary>The role.</summary>
    public required NodePreset Preset { get; init; }

    /// <summary>Addresses to listen on; none for the preset's.</summary>
    public IReadOnlyList<Multiaddress> Listen { get; init; } = [];

    /// <summary>Peers to connect to.</summary>
    public IReadOnlyList<Multiaddress> Bootstrap { get; init; } = [];

    /// <summary>Rendezvous points to register at and to ask.</summary>
    public IReadOnlyList<Multiaddress> Rendezvous { get; init; } = [];

    /// <summary>Whether to be a rendezvous point.</summary>
    public bool RendezvousServer { get; init; }

    /// <summary>Whether to stay silent on the local network.</summary>
    public bool NoMdns { get; init; }

    /// <summary>The identity's file, or null for a new identity.</summary>
    public string? IdentityPath { get; init; }

    /// <summary>Whether foreign peers without post-quantum security are allowed.</summary>
    public bool Classical { get; init; }

    /// <summary>Whether the DHT keeps to addresses of the open internet.</summary>
    public bool PublicOnly { get; init; }

    /// <summary>The DHT's protocol id, or null for this network's own.</summary>
    public string? DhtProtocol { get; init; }

    /// <summary>Whether the node answers others' lookups.</summary>
    public DhtMode DhtMode { get; init; }

    /// <summary>A builder with these settings, which logs warnings to standard error.</summary>
    public DaaComputeNetworkBuilder ToBuilder()
    {
        DaaComputeNetworkBuilder builder = new(Preset);
        builder.Services.AddLogging(logging => logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddSimpleConsole(console => console.SingleLine = true)
            .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        builder.Services.Configure<CryptoOptions>(crypto => crypto.AllowClassicalPeers = Classical);
        builder.Services.Configure<GossipOptions>(gossip => gossip.AllowClassicalPeers = Classical);
        builder.Services.Configure<DhtOptions>(dht =>
        {
            dht.AllowPrivateAddresses = !PublicOnly;
            dht.Mode = DhtMode;
            dht.Protocol = DhtProtocol ?? dht.Protocol;
        });
        builder.Services.Configure<TransportOptions>(Apply);
        if (IdentityPath is not null)
        {
            builder.UseIdentityFile(IdentityPath);
        }

        return builder;
    }

    private void Apply(TransportOptions transport)
    {
        Add(transport.ListenAddresses, Listen);
        Add(transport.Discovery.BootstrapNodes, Bootstrap);
        Add(transport.Discovery.RendezvousPoints, Rendezvous);
        transport.Discovery.RendezvousServer |= RendezvousServer;
        transport.Discovery.MdnsEnabled &= !NoMdns;
    }

    private static void Add(IList<string> setting, IReadOnlyList<Multiaddress> addresses)
    {
        foreach (Multiaddress address in addresses)
        {
            setting.Add(address.ToString());
        }
    }
}
