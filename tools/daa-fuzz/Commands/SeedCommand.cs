using System.CommandLine;

namespace DaaCompute.Net.Fuzz.Commands;

/// <summary><c>daa-fuzz seed</c>: writes a target's valid encodings into a folder.</summary>
internal static class SeedCommand
{
    public static Command Create()
    {
        Argument<IFuzzTarget> target = CommonArguments.Target();
        Argument<DirectoryInfo> folder = CommonArguments.Folder("folder", "Where the files go.");
        Command command = new("seed", "Writes the inputs that a target starts from, a file each.") { target, folder };
        command.SetAction(parsed =>
        {
            IFuzzTarget chosen = parsed.GetRequiredValue(target);
            DirectoryInfo place = parsed.GetRequiredValue(folder);
            place.Create();
            foreach ((int number, byte[] seed) in chosen.Seeds().Index())
            {
                File.WriteAllBytes(Path.Combine(place.FullName, $"seed-{number:D2}"), seed);
            }
        });
        return command;
    }
}
