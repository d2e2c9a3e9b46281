using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Storage.Tests;

public sealed class StateStoreOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_Succeed() =>
        Assert.True(new StateStoreOptionsValidator().Validate(null, new StateStoreOptions()).Succeeded);

    [Fact]
    public void Validate_EverythingWrong_NamesEachSettingByItsPath()
    {
        StateStoreOptions options = new()
        {
            Path = " ",
            MaxKeyLength = 0,
            MaxValueLength = 1 << 26,
            MaxBatchChanges = 0,
            MaxBytes = 1,
            QueueCapacity = 0,
            Readers = 0,
        };

        ValidateOptionsResult result = new StateStoreOptionsValidator().Validate(null, options);

        string failures = string.Join('\n', result.Failures!);
        foreach (string setting in new[] { "Path", "MaxKeyLength", "MaxBatchChanges", "MaxBatchBytes", "MaxBytes", "QueueCapacity", "Readers" })
        {
            Assert.Contains($"DaaCompute:Storage:{setting}", failures, StringComparison.Ordinal);
        }
    }
}
