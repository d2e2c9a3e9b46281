using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Serialization.MessagePack;

internal sealed class MessagePackOptionsValidator : IValidateOptions<MessagePackPayloadOptions>
{
    public ValidateOptionsResult Validate(string? name, MessagePackPayloadOptions options)
    {
        // The generated check names the property by its class; the setting's path is what helps.
        ValidateOptionsResult ranges = new MessagePackRangeValidator().Validate(name: null, options);
        return ranges.Failed
            ? ValidateOptionsResult.Fail(ranges.Failures.Select(failure => failure.Replace(
                nameof(MessagePackPayloadOptions) + ".", MessagePackPayloadOptions.Path + ":", StringComparison.Ordinal)))
            : ranges;
    }
}
