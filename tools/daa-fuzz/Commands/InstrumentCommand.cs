using System.CommandLine;
using SharpFuzz;

namespace DaaCompute.Net.Fuzz.Commands;

/// <summary><c>daa-fuzz instrument</c>: makes the packages in a folder report which branches they take.</summary>
internal static class InstrumentCommand
{
    public static Command Create()
    {
        Argument<DirectoryInfo> folder = CommonArguments.Folder("folder", "A copy of this program.");
        Command command = new("instrument", "Instruments the DaaCompute.Net packages of a copy of this program, once.") { folder };
        command.SetAction(parsed =>
        {
            foreach (FileInfo package in parsed.GetRequiredValue(folder).EnumerateFiles("DaaCompute.Net*.dll"))
            {
                int types = Fuzzer.Instrument(package.FullName, static _ => true, Options.Value).Count();
                Console.WriteLine($"{package.Name}: {types} types");
            }
        });
        return command;
    }
}
