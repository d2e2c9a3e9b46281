using System.CommandLine;

namespace DaaCompute.Net.Sim;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<bool> RealCrypto() =>
        new("--real-crypto") { Description = "Use real keys and signatures; slower, otherwise the same." };
}
