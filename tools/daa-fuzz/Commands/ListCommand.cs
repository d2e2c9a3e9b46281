using System.CommandLine;

namespace DaaCompute.Net.Fuzz.Commands;

/// <summary><c>daa-fuzz list</c>: the names of the targets, one a line.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        Command command = new("list", "Lists the targets.");
        command.SetAction(_ =>
        {
            foreach (IFuzzTarget target in TargetCatalog.All)
            {
                Console.WriteLine(target.Name);
            }
        });
        return command;
    }
}
