using System.CommandLine;

namespace DaaCompute.Net.Fuzz.Commands;

/// <summary><c>daa-fuzz replay</c>: runs files through a target and tells which break a law.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        Argument<IFuzzTarget> target = CommonArguments.Target();
        Argument<FileInfo[]> files = new("files") { Description = "Inputs, such as those afl-fuzz saved as crashes." };
        Command command = new("replay", "Runs files through a target; exit code 1 when one breaks a law.") { target, files };
        command.SetAction(parsed =>
        {
            IFuzzTarget chosen = parsed.GetRequiredValue(target);
            int findings = 0;
            foreach (FileInfo file in parsed.GetRequiredValue(files))
            {
                try
                {
                    TargetRun.Once(chosen, File.ReadAllBytes(file.FullName));
                }
                catch (Exception exception)
                {
                    findings++;
                    Console.WriteLine($"{file.Name}: {exception}");
                }
            }

            Console.WriteLine($"{findings} findings");
            return findings == 0 ? 0 : 1;
        });
        return command;
    }
}
