using System.Text;
using DaaCompute.Net.Topology.State;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Topology;

/// <summary>Checks the options at start and names each setting that is wrong by its full path.</summary>
internal sealed class TopologyOptionsValidator : IValidateOptions<TopologyOptions>
{
    private readonly TopologyRangeValidator _ranges = new();

    public ValidateOptionsResult Validate(string? name, TopologyOptions options)
    {
        ValidateOptionsResult ranged = _ranges.Validate(TopologyOptions.Path, options);
        List<string> failures =
        [
            .. (ranged.Failures ?? []).Select(failure =>
                failure.Replace(TopologyOptions.Path + ".", TopologyOptions.Path + ":", StringComparison.Ordinal)),
        ];
        failures.AddRange(options.Validators
            .Where(validator => !PeerId.TryParse(validator, out _))
            .Select(validator => $"{TopologyOptions.Path}:Validators holds '{validator}', which is not a peer id."));
        if (options.Region is not null && Encoding.UTF8.GetByteCount(options.Region) > StateLimits.MaxRegionLength)
        {
            failures.Add($"{TopologyOptions.Path}:Region must have at most {StateLimits.MaxRegionLength} bytes of UTF-8.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
