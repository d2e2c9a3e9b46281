using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Serialization.MessagePack;

[OptionsValidator]
internal sealed partial class MessagePackRangeValidator : IValidateOptions<MessagePackPayloadOptions>;
