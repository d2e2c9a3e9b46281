using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Gossip;

[OptionsValidator]
internal sealed partial class GossipRangeValidator : IValidateOptions<GossipOptions>;
