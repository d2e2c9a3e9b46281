using System.CommandLine;
using DaaCompute.Net.Fuzz.Commands;

RootCommand root = new("Runs decoders on inputs that nobody meant.")
{
    ListCommand.Create(),
    SeedCommand.Create(),
    ReplayCommand.Create(),
    InstrumentCommand.Create(),
    AflCommand.Create(),
    MinimiseCommand.Create(),
};
return root.Parse(args).Invoke();
