using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Consensus;

[OptionsValidator]
internal sealed partial class ConsensusRangeValidator : IValidateOptions<ConsensusOptions>;
