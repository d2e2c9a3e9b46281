using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Training;

[OptionsValidator]
internal sealed partial class TrainingRangeValidator : IValidateOptions<TrainingOptions>;
