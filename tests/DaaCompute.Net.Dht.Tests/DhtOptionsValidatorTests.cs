using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Dht.Tests;

public sealed class DhtOptionsValidatorTests
{
    private readonly DhtOptionsValidator _validator = new();

    [Fact]
    public void Validate_Defaults_Pass() => Assert.True(_validator.Validate(null, new DhtOptions()).Succeeded);

    [Fact]
    public void Validate_BadValues_NamesEachByItsPath()
    {
        ValidateOptionsResult result = _validator.Validate(null, new DhtOptions
        {
            Protocol = "kad",
            BucketSize = 0,
            Concurrency = 2,
            DisjointPaths = 3,
            RepublishInterval = TimeSpan.FromHours(50),
            MaxPeersPerAddressGroup = 1,
        });

        Assert.Equal(5, result.Failures!.Count());
        foreach (string setting in (string[])
            ["Protocol", "BucketSize", "DisjointPaths", "RepublishInterval", "MaxBucketPeersPerAddressGroup"])
        {
            Assert.Contains(
                result.Failures!,
                failure => failure.Contains($"DaaCompute:Dht:{setting}", StringComparison.Ordinal));
        }
    }
}
