using System.Net;
using DaaCompute.Net.Transport.Protocol;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Transport;

/// <summary>Checks the options at start and names each setting that is wrong by its full path.</summary>
internal sealed class TransportOptionsValidator : IValidateOptions<TransportOptions>
{
    private readonly TransportOptionsRules _rules = new();

    public ValidateOptionsResult Validate(string? name, TransportOptions options)
    {
        List<string> failures = [];
        ValidateOptionsResult ruled = _rules.Validate(TransportOptions.Path, options);
        failures.AddRange((ruled.Failures ?? []).Select(WithPath));
        AddBadAddresses(failures, "ListenAddresses", options.ListenAddresses);
        AddBadAddresses(failures, "AnnounceAddresses", options.AnnounceAddresses);
        AddBadAddresses(failures, "Discovery:BootstrapNodes", options.Discovery.BootstrapNodes);
        AddBadAddresses(failures, "Discovery:RendezvousPoints", options.Discovery.RendezvousPoints);
        AddBadOrigins(failures, options.WebSocketOrigins);
        for (int index = 0; index < options.Limits.AllowList.Count; index++)
        {
            string entry = options.Limits.AllowList[index];
            if (!IPAddress.TryParse(entry, out _) && !IPNetwork.TryParse(entry, out _))
            {
                failures.Add($"{ResourceLimitOptions.Path}:AllowList:{index} '{entry}' is neither an IP address nor a network such as 10.0.0.0/8.");
            }
        }

        ConnectionStrategyOptions strategy = options.ConnectionStrategy;
        if (strategy.MinPeers > strategy.MaxPeers)
        {
            failures.Add($"{TransportOptions.Path}:ConnectionStrategy:MinPeers ({strategy.MinPeers}) must be ≤ MaxPeers ({strategy.MaxPeers}).");
        }

        if (options.DialBackoff > options.MaxDialBackoff)
        {
            failures.Add($"{TransportOptions.Path}:DialBackoff ({options.DialBackoff}) must be ≤ MaxDialBackoff ({options.MaxDialBackoff}).");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>The generated rules write <c>path.Property</c>; a setting's path has colons throughout.</summary>
    private static string WithPath(string failure)
    {
        int start = failure.IndexOf(TransportOptions.Path, StringComparison.Ordinal);
        if (start < 0)
        {
            return failure;
        }

        int end = failure.IndexOf(' ', start);
        end = end < 0 ? failure.Length : end;
        return string.Concat(failure[..start], failure[start..end].Replace('.', ':'), failure[end..]);
    }

    /// <summary>An origin is a scheme, a host, and a port unless it is the scheme's own: anything else would never match.</summary>
    private static void AddBadOrigins(List<string> failures, IList<string> origins)
    {
        for (int index = 0; index < origins.Count; index++)
        {
            bool isOrigin = Uri.TryCreate(origins[index], UriKind.Absolute, out Uri? uri)
                && uri.GetLeftPart(UriPartial.Authority).Equals(origins[index], StringComparison.OrdinalIgnoreCase);
            if (!isOrigin && origins[index] != WebSocketHandshake.AnyOrigin)
            {
                failures.Add(
                    $"{TransportOptions.Path}:WebSocketOrigins:{index} '{origins[index]}' is no origin such as "
                    + "https://app.example.org, and not *.");
            }
        }
    }

    private static void AddBadAddresses(List<string> failures, string setting, IList<string> addresses)
    {
        for (int index = 0; index < addresses.Count; index++)
        {
            if (!Multiaddress.TryParse(addresses[index], out _))
            {
                failures.Add($"{TransportOptions.Path}:{setting}:{index} '{addresses[index]}' is not a multiaddr such as /ip4/127.0.0.1/tcp/4001.");
            }
        }
    }
}
