using System.CommandLine;
using DaaCompute.Net;
using DaaCompute.Net.CommandLine;
using DaaCompute.Net.CommandLine.Commands;
using Microsoft.Extensions.Options;

RootCommand root = new("Runs and checks nodes of DaaCompute.Net.")
{
    NodeCommand.Create(),
    IdCommand.Create(),
    PingCommand.Create(),
    PeersCommand.Create(),
    FindPeerCommand.Create(),
    ProvideCommand.Create(),
    FindProvidersCommand.Create(),
    PublishCommand.Create(),
    SubscribeCommand.Create(),
    DoctorCommand.Create(),
};
ParseResult parsed = root.Parse(args);
InvocationConfiguration invocation = new()
{
    EnableDefaultExceptionHandler = false,

    // A node says goodbye to its peers before the process ends.
    ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
};
try
{
    int code = await parsed.InvokeAsync(invocation);
    return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
}
catch (Exception exception) when (exception is DaaComputeException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync($"daa: {exception.Message}");
    return ExitCode.Failed;
}
