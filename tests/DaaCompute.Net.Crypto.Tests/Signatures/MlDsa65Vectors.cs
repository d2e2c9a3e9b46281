using DaaCompute.Net.Crypto.Signatures;
using DaaCompute.Net.Crypto.Tests.Vectors;
using Xunit.Abstractions;

namespace DaaCompute.Net.Crypto.Tests.Signatures;

/// <summary>Runs ACVP's ML-DSA-65 vectors of the external, pure interface, the one this network uses.</summary>
internal static class MlDsa65Vectors
{
    public const string KeyGenFile = AcvpFile.MlDsaKeyGen + "_prompt.json";
    public const string SigVerFile = AcvpFile.MlDsaSigVer + "_prompt.json";
    public const string SigGenFile = AcvpFile.GeomysMlDsa + "_vectors.json";

    public static void KeyGeneration(ISignatureScheme scheme, ITestOutputHelper output)
    {
        List<AcvpCase> cases =
        [
            .. AcvpFile.Read(AcvpFile.MlDsaKeyGen, "keyGen", MlDsa65.Name),
            .. AcvpFile.Read(AcvpFile.GeomysMlDsa, "keyGen", MlDsa65.Name),
        ];
        int run = 0;
        foreach (AcvpCase test in cases)
        {
            using ISigningKey key = scheme.ImportSeed(test.Input("seed"));
            byte[] encoded = new byte[scheme.PublicKeySize];
            key.ExportPublicKey(encoded);
            Assert.Equal(test.Output("pk"), encoded);
            run++;
        }

        Report(scheme, "keyGen", run, expected: 26, output);
    }

    public static void Verification(ISignatureScheme scheme, ITestOutputHelper output)
    {
        List<AcvpCase> cases =
        [
            .. ExternalPure(AcvpFile.MlDsaSigVer, "sigVer"),
            .. ExternalPure(AcvpFile.GeomysMlDsa, "sigVer"),
        ];
        int run = 0;
        int valid = 0;
        foreach (AcvpCase test in cases)
        {
            using IVerificationKey key = scheme.ImportPublicKey(test.Input("pk"));
            bool verified = key.Verify(test.Input("message"), test.Input("context"), test.Input("signature"));
            Assert.True(test.Passes == verified, $"case {test.Id}: expected {test.Passes}, got {verified}");
            valid += verified ? 1 : 0;
            run++;
        }

        Assert.InRange(valid, 1, run - 1);
        Report(scheme, "sigVer external/pure", run, expected: 16, output);
    }

    /// <param name="scheme">Whose vectors these are.</param>
    /// <param name="import">Takes the expanded key, and the hedge or null.</param>
    /// <param name="output">Where the count goes.</param>
    public static void Signing(
        ISignatureScheme scheme, Func<byte[], byte[]?, ISigningKey> import, ITestOutputHelper output)
    {
        int run = 0;
        foreach (AcvpCase test in ExternalPure(AcvpFile.GeomysMlDsa, "sigGen"))
        {
            byte[]? hedge = test.GroupHas("deterministic", "True") ? null : test.Input("rnd");
            using ISigningKey key = import(test.Input("sk"), hedge);
            byte[] signature = new byte[scheme.SignatureSize];
            key.Sign(test.Input("message"), test.Input("context"), signature);
            Assert.Equal(test.Output("signature"), signature);
            run++;
        }

        Report(scheme, "sigGen external/pure", run, expected: 2, output);
    }

    private static IEnumerable<AcvpCase> ExternalPure(string file, string mode) =>
        AcvpFile.Read(file, mode, MlDsa65.Name)
            .Where(test => test.GroupHas("signatureInterface", "external") && test.GroupHas("preHash", "pure"));

    private static void Report(ISignatureScheme scheme, string what, int run, int expected, ITestOutputHelper output)
    {
        output.WriteLine($"vectors {scheme.Name} {scheme.Provider} {what}: {run} passed");
        Assert.Equal(expected, run);
    }
}
