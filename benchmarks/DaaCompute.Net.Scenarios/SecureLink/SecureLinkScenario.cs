namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>Our secured, multiplexed link beside TLS 1.3 and bare TCP: throughput, latency, small messages, handshakes.</summary>
internal sealed class SecureLinkScenario : IScenario
{
    public string Name => "secure-link";

    public async Task RunAsync(Bars bars, IReadOnlyList<string> parts)
    {
        using Links links = new();
        if (IsWanted(parts, "throughput"))
        {
            await Throughput.RunAsync(links, bars);
        }

        if (IsWanted(parts, "latency"))
        {
            await Latency.RunAsync(links, bars);
        }

        if (IsWanted(parts, "messages"))
        {
            await SmallMessages.RunAsync(links, bars);
        }

        if (IsWanted(parts, "handshake"))
        {
            await Handshakes.RunAsync(links, bars);
        }
    }

    private static bool IsWanted(IReadOnlyList<string> parts, string part) => parts.Count == 0 || parts.Contains(part);
}
