using DaaCompute.Net.Consensus.Protocol.Quorum;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Consensus;

/// <summary>Checks <see cref="ConsensusOptions"/>, naming the setting in every message.</summary>
internal sealed class ConsensusOptionsValidator : IValidateOptions<ConsensusOptions>
{
    private static readonly ConsensusRangeValidator Ranges = new();

    public ValidateOptionsResult Validate(string? name, ConsensusOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        result.AddResult(Ranges.Validate(ConsensusOptions.Path, options));
        Require(result, nameof(options.LeaderTimeout), options.LeaderTimeout, 0.01, 60);
        Require(result, nameof(options.IdleInterval), options.IdleInterval, 0.05, 600);
        Require(result, nameof(options.SyncInterval), options.SyncInterval, 0.05, 60);
        if (options.Validators.Count is 0 or > QuorumEngine.MaxValidators)
        {
            result.AddError(
                $"must name 1 to {QuorumEngine.MaxValidators} validators, not {options.Validators.Count}.",
                $"{ConsensusOptions.Path}:{nameof(options.Validators)}");
        }
        else if (FindFault(options) is string fault)
        {
            result.AddError(fault, $"{ConsensusOptions.Path}:{nameof(options.Validators)}");
        }

        return result.Build();
    }

    /// <summary>The validators of the first epoch.</summary>
    public static ValidatorSet SetOf(ConsensusOptions options) =>
        new(0, options.Validators.Select(static entry => new Validator(PeerId.Parse(entry.Id), entry.Weight)));

    private static string? FindFault(ConsensusOptions options)
    {
        try
        {
            SetOf(options);
            return null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return exception.Message;
        }
    }

    private static void Require(
        ValidateOptionsResultBuilder result, string setting, TimeSpan value, double least, double most)
    {
        if (value.TotalSeconds < least || value.TotalSeconds > most)
        {
            result.AddError($"must be {least} to {most} seconds, not {value}.", $"{ConsensusOptions.Path}:{setting}");
        }
    }
}
