using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Topology;

/// <summary>The checks that the options' attributes ask for.</summary>
[OptionsValidator]
internal sealed partial class TopologyRangeValidator : IValidateOptions<TopologyOptions>;
