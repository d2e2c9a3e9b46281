using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Dht;

/// <summary>Checks the options at start and names each setting that is wrong by its full path.</summary>
internal sealed class DhtOptionsValidator : IValidateOptions<DhtOptions>
{
    private readonly DhtOptionsRules _rules = new();

    public ValidateOptionsResult Validate(string? name, DhtOptions options)
    {
        ValidateOptionsResult ruled = _rules.Validate(DhtOptions.Path, options);
        List<string> failures =
        [
            .. (ruled.Failures ?? []).Select(failure =>
                failure.Replace(DhtOptions.Path + ".", DhtOptions.Path + ":", StringComparison.Ordinal)),
        ];
        if (!ProtocolId.IsValid(options.Protocol))
        {
            failures.Add($"{DhtOptions.Path}:Protocol '{options.Protocol}' is not a protocol id such as /qudag/kad/1.0.0.");
        }

        if (options.DisjointPaths > options.Concurrency)
        {
            failures.Add(
                $"{DhtOptions.Path}:DisjointPaths ({options.DisjointPaths}) must be ≤ Concurrency ({options.Concurrency}).");
        }

        if (options.RepublishInterval >= options.RecordTimeToLive)
        {
            failures.Add(
                $"{DhtOptions.Path}:RepublishInterval ({options.RepublishInterval}) must be < RecordTimeToLive ({options.RecordTimeToLive}).");
        }

        if (options.MaxBucketPeersPerAddressGroup > options.MaxPeersPerAddressGroup)
        {
            failures.Add(
                $"{DhtOptions.Path}:MaxBucketPeersPerAddressGroup ({options.MaxBucketPeersPerAddressGroup}) must be ≤ MaxPeersPerAddressGroup ({options.MaxPeersPerAddressGroup}).");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
