using System.Security.Cryptography;
using DaaCompute.Net.Crypto;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.CommandLine.Doctor;

/// <summary>Whose code computes each primitive here, and what the platform would offer.</summary>
internal sealed class ProviderCheck : ICheck
{
    public string Name => "cryptography";

    public string Fix => "Restore the packages that belong to this tool: dotnet tool restore, or install it again.";

    public async Task<CheckResult> ExamineAsync(CancellationToken cancellationToken)
    {
        await using ServiceProvider services = new DaaComputeNetworkBuilder().Services.BuildServiceProvider();
        IKeyEncapsulation kem = services.GetRequiredService<IKeyEncapsulation>();
        ISignatureScheme signatures = services.GetRequiredService<ISignatureScheme>();
        IAuthenticatedCipher cipher = services.GetRequiredService<IAuthenticatedCipher>();
        return new CheckResult(
            Name,
            Ok: true,
            $"{kem.Name}: {kem.Provider} (platform: {Offer(MLKem.IsSupported)}); "
            + $"{signatures.Name}: {signatures.Provider} (platform: {Offer(MLDsa.IsSupported)}); "
            + $"{cipher.Name}: {cipher.Provider} (platform: {Offer(ChaCha20Poly1305.IsSupported)})");
    }

    private static string Offer(bool supported) => supported ? "supported" : "not supported";
}
