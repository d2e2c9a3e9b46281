using System.Text.Json;

namespace TrainTogether;

/// <summary>Prints a report for people, and writes it for programs.</summary>
internal static class ReportPrinter
{
    private static readonly JsonSerializerOptions Indented = new(JsonContext.Default.Options) { WriteIndented = true };

    public static void Write(RunReport report, string? text, string? json)
    {
        TextWriter people = json == "-" ? Console.Error : Console.Out;
        people.WriteLine();
        people.WriteLine($"survivors        {report.Survivors} of {report.Nodes}");
        foreach (IGrouping<string, string> hash in report.ParametersBlake3.GroupBy(hash => hash))
        {
            people.WriteLine($"parameters       {hash.Key} × {hash.Count()}");
        }

        people.WriteLine($"training loss    {report.FirstLoss:F3} → {report.LastLoss:F3} nats per character");
        people.WriteLine($"held-out loss    {report.HeldOutLoss:F3}{Comparison(report)}");
        people.WriteLine($"samples seen     {report.SamplesSeen:N0}");
        people.WriteLine($"time             {report.Seconds:F1} s, of which lost to faults {report.SecondsLostToFaults:F3} s");
        people.WriteLine($"sent             {report.BytesSent / 1e6:N1} MB, {report.Handshakes} handshakes");
        people.WriteLine($"security         {string.Join(", ", report.Security.Distinct())}");
        if (text is not null)
        {
            people.WriteLine();
            people.WriteLine("The model writes:");
            people.WriteLine(text);
        }

        if (json is not null)
        {
            string document = JsonSerializer.Serialize(report, Indented.GetTypeInfo(typeof(RunReport)));
            if (json == "-")
            {
                Console.Out.WriteLine(document);
            }
            else
            {
                File.WriteAllText(json, document + Environment.NewLine);
            }
        }
    }

    private static string Comparison(RunReport report) => report.SingleHeldOutLoss is double single
        ? $" (one process alone: {single:F3}; difference {(report.HeldOutLoss / single) - 1:+0.0%;-0.0%})"
        : string.Empty;
}
