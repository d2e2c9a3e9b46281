using System.CommandLine;
using DaaCompute.Net.CommandLine.Doctor;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary><c>daa doctor</c>: whether this machine can run a node, and what to do where it cannot.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> data = new("--data")
        {
            Description = "The folder that a node would write to.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => new DirectoryInfo(DataFolder.Path),
        };
        Option<bool> json = CommonOptions.Json();
        Command command = new("doctor", "Checks cryptography, links, clock and disk of this machine.") { data, json };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetRequiredValue(data).FullName, parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken stop)
    {
        ICheck[] checks =
        [
            new ProviderCheck(), new KeyEncapsulationCheck(), new SignatureCheck(), new LinkCheck(), new ClockCheck(), new DiskCheck(data),
        ];
        List<CheckResult> results = [];
        foreach (ICheck check in checks)
        {
            CheckResult result = await ExamineAsync(check, stop);
            results.Add(result);
            if (!json)
            {
                Console.WriteLine($"{(result.Ok ? "ok  " : "FAIL")} {result.Name,-14} {result.Detail}");
                if (result.Fix is not null)
                {
                    Console.WriteLine($"     {"fix:",-14} {result.Fix}");
                }
            }
        }

        bool ok = results.TrueForAll(result => result.Ok);
        if (json)
        {
            JsonLine.Write(new { ok, checks = results });
        }

        return ok ? ExitCode.Done : ExitCode.Failed;
    }

    // Whatever a check runs into is its finding: a doctor who falls ill at the first symptom is of no use.
    private static async Task<CheckResult> ExamineAsync(ICheck check, CancellationToken stop)
    {
        try
        {
            return await check.ExamineAsync(stop);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            return new CheckResult(check.Name, Ok: false, $"{exception.GetType().Name}: {exception.Message}", check.Fix);
        }
    }
}
