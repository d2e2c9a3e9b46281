using DaaCompute.Net.Crypto;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.CommandLine;

/// <summary>Gives nodes the identity of a file.</summary>
internal static class Identities
{
    public const string PassphraseVariable = "DAA_IDENTITY_PASSPHRASE";

    /// <summary>Sets the file, and its passphrase where the environment has one.</summary>
    public static void UseIdentityFile(this IDaaComputeBuilder builder, string path) =>
        builder.Services.Configure<CryptoOptions>(options =>
        {
            options.IdentityPath = path;
            options.IdentityPassphrase = Environment.GetEnvironmentVariable(PassphraseVariable);
        });

    /// <summary>Loads the identity of a file, making it where there is none.</summary>
    public static async Task<PeerPublicKey> LoadAsync(string path)
    {
        DaaComputeNetworkBuilder builder = new();
        builder.UseIdentityFile(path);
        await using ServiceProvider services = builder.Services.BuildServiceProvider();
        return services.GetRequiredService<INodeIdentity>().PublicKey;
    }
}
