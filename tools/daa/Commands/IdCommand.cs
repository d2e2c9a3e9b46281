using System.CommandLine;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary><c>daa id</c>: the name that an identity file proves.</summary>
internal static class IdCommand
{
    public static Command Create()
    {
        Option<FileInfo?> identity = CommonOptions.Identity($"The identity's file; {DataFolder.IdentityFile} unless given.");
        Option<bool> create = new("--create") { Description = "Make a new identity where there is none." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("id", "Shows the id of an identity file.") { identity, create, json };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(identity)?.FullName ?? DataFolder.IdentityFile, parsed.GetValue(create), parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(string path, bool create, bool json)
    {
        bool exists = File.Exists(path);
        if (!exists && !create)
        {
            await Console.Error.WriteLineAsync($"daa: there is no identity at {path}. Make one with: daa id --create");
            return ExitCode.Failed;
        }

        PeerPublicKey key = await Identities.LoadAsync(path);
        if (json)
        {
            JsonLine.Write(new { peerId = key.PeerId.ToString(), keyType = key.Type.ToString(), path, created = !exists });
        }
        else
        {
            Console.WriteLine(key.PeerId);
        }

        return ExitCode.Done;
    }
}
