using System.CommandLine;
using DaaCompute.Net.CommandLine.Node;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary><c>daa node run</c>: a node until it is told to stop.</summary>
internal static class NodeCommand
{
    public static Command Create()
    {
        Option<Multiaddress[]> listen = CommonOptions.Addresses("--listen", "An address to listen on; may be given several times.");
        Option<Multiaddress[]> bootstrap = CommonOptions.Addresses("--bootstrap", "A peer to connect to; may be given several times.");
        Option<string> role = new("--role") { Description = "What the node does for others.", DefaultValueFactory = _ => "leaf" };
        role.AcceptOnlyFromAmong("leaf", "hub", "super");
        Option<FileInfo?> identity = CommonOptions.Identity("The identity's file, made where there is none; a new identity unless given.");
        Option<bool> json = CommonOptions.Json();
        Command run = new("run", "Runs a node until SIGINT, SIGTERM or the end of standard input.")
        {
            listen, bootstrap, role, identity, json,
        };
        run.SetAction((parsed, stop) => NodeRun.RunAsync(
            new NodeRunOptions(
                parsed.GetValue(listen) ?? [],
                parsed.GetValue(bootstrap) ?? [],
                PresetOf(parsed.GetRequiredValue(role)),
                parsed.GetValue(identity)?.FullName),
            parsed.GetValue(json) ? new JsonNodeOutput() : new TextNodeOutput(),
            stop));
        return new Command("node", "Nodes.") { run };
    }

    private static NodePreset PresetOf(string role) => role switch
    {
        "super" => NodePresets.SuperNode,
        "hub" => NodePresets.RegionalHub,
        _ => NodePresets.Leaf,
    };
}
