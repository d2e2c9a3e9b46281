using System.CommandLine;
using DaaCompute.Net.CommandLine.Commands;
using DaaCompute.Net.Dht;

namespace DaaCompute.Net.CommandLine.Node;

/// <summary>The options of every command that joins a network.</summary>
internal sealed class NodeOptions
{
    private readonly Option<Multiaddress[]> _listen =
        CommonOptions.Addresses("--listen", "An address to listen on; may be given several times.");

    private readonly Option<Multiaddress[]> _bootstrap =
        CommonOptions.Addresses("--bootstrap", "A node of the network; may be given several times.");

    private readonly Option<Multiaddress[]> _rendezvous =
        CommonOptions.Addresses("--rendezvous", "A rendezvous point to find others at; may be given several times.");

    private readonly Option<bool> _rendezvousServer = new("--rendezvous-server")
    {
        Description = "Be a rendezvous point for others.",
    };

    private readonly Option<FileInfo?> _identity =
        CommonOptions.Identity("The identity's file, made where there is none; a new identity unless given.");

    private readonly Option<bool> _classical = CommonOptions.Classical();

    private readonly Option<bool> _public = new("--public")
    {
        Description = "Keep to addresses of the open internet; private ones are neither told nor believed.",
    };

    private readonly Option<bool> _noMdns = new("--no-mdns")
    {
        Description = "Neither announce the node on its local network nor look for others there.",
    };

    private readonly Option<string?> _dhtProtocol = new("--dht-protocol")
    {
        Description = "The DHT's protocol id; /qudag/kad/1.0.0 unless given.",
        HelpName = "ID",
    };

    private readonly Option<string> _dhtMode = new("--dht-mode")
    {
        Description = "Whether the node answers others' lookups: automatic does where its addresses can be dialled.",
    };

    private readonly Option<string> _role = new("--role")
    {
        Description = "What the node does for others.",
        DefaultValueFactory = _ => "leaf",
    };

    /// <param name="dhtMode">What the node does in the DHT unless told otherwise.</param>
    public NodeOptions(string dhtMode = "client")
    {
        _role.AcceptOnlyFromAmong("leaf", "hub", "super");
        _dhtMode.AcceptOnlyFromAmong("automatic", "client", "server");
        _dhtMode.DefaultValueFactory = _ => dhtMode;
    }

    /// <summary>Gives a command these options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="mustJoin">Whether it makes no sense without a network to join.</param>
    public void AddTo(Command command, bool mustJoin = true)
    {
        command.Options.Add(_listen);
        command.Options.Add(_bootstrap);
        command.Options.Add(_rendezvous);
        command.Options.Add(_rendezvousServer);
        command.Options.Add(_role);
        command.Options.Add(_identity);
        command.Options.Add(_classical);
        command.Options.Add(_public);
        command.Options.Add(_noMdns);
        command.Options.Add(_dhtProtocol);
        command.Options.Add(_dhtMode);
        if (mustJoin)
        {
            command.Validators.Add(result =>
            {
                if (result.GetResult(_bootstrap) is null or { Implicit: true })
                {
                    result.AddError("--bootstrap MULTIADDR is needed: the address of any node of the network.");
                }
            });
        }
    }

    public NodeSettings Read(ParseResult parsed) => new()
    {
        Preset = PresetOf(parsed.GetRequiredValue(_role)),
        Listen = parsed.GetValue(_listen) ?? [],
        Bootstrap = parsed.GetValue(_bootstrap) ?? [],
        Rendezvous = parsed.GetValue(_rendezvous) ?? [],
        RendezvousServer = parsed.GetValue(_rendezvousServer),
        NoMdns = parsed.GetValue(_noMdns),
        IdentityPath = parsed.GetValue(_identity)?.FullName,
        Classical = parsed.GetValue(_classical),
        PublicOnly = parsed.GetValue(_public),
        DhtProtocol = parsed.GetValue(_dhtProtocol),
        DhtMode = Enum.Parse<DhtMode>(parsed.GetRequiredValue(_dhtMode), ignoreCase: true),
    };

    private static NodePreset PresetOf(string role) => role switch
    {
        "super" => NodePresets.SuperNode,
        "hub" => NodePresets.RegionalHub,
        _ => NodePresets.Leaf,
    };
}
