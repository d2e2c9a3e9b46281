using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Signatures;
using DaaCompute.Net.Testing;

namespace DaaCompute.Net.Crypto.Tests.Vectors;

/// <summary>A fact about the platform's post-quantum algorithms, skipped with the reason where it has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PlatformVectorFactAttribute : FactAttribute
{
    public PlatformVectorFactAttribute(string algorithm, string? file = null)
    {
        bool supported = algorithm == MlKem768.Name ? PlatformMlKem768.IsSupported : PlatformMlDsa65.IsSupported;
        if (!supported)
        {
            Skip = $"the platform has no {algorithm} (it needs OpenSSL 3.5 or later)";
        }
        else if (file is not null && OfficialVectors.PathOf(file) is null)
        {
            Skip = $"the official vectors '{file}' are not here; set {OfficialVectors.Variable} to their folder";
        }
    }
}
