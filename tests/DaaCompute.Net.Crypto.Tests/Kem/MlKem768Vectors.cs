using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Crypto.Tests.Vectors;
using Xunit.Abstractions;

namespace DaaCompute.Net.Crypto.Tests.Kem;

/// <summary>Runs ACVP's ML-KEM-768 vectors against a provider.</summary>
internal static class MlKem768Vectors
{
    public const string KeyGenFile = AcvpFile.MlKemKeyGen + "_prompt.json";
    public const string EncapDecapFile = AcvpFile.MlKemEncapDecap + "_prompt.json";

    public static void KeyGeneration(IKeyEncapsulation kem, ITestOutputHelper output)
    {
        List<AcvpCase> cases =
        [
            .. AcvpFile.Read(AcvpFile.MlKemKeyGen, "keyGen", MlKem768.Name),
            .. AcvpFile.Read(AcvpFile.GeomysMlKem, "keyGen", MlKem768.Name),
        ];
        int run = 0;
        foreach (AcvpCase test in cases)
        {
            using IDecapsulationKey key = kem.ImportSeed([.. test.Input("d"), .. test.Input("z")]);
            byte[] encoded = new byte[kem.EncapsulationKeySize];
            key.ExportEncapsulationKey(encoded);
            Assert.Equal(test.Output("ek"), encoded);
            run++;
        }

        Report(kem, "keyGen", run, expected: 26, output);
    }

    public static void Encapsulation(Func<IEntropySource, IKeyEncapsulation> create, ITestOutputHelper output)
    {
        List<AcvpCase> cases = EncapDecap("encapsulation");
        int run = 0;
        foreach (AcvpCase test in cases)
        {
            IKeyEncapsulation kem = create(new FixedEntropySource(test.Input("m")));
            using IEncapsulationKey key = kem.ImportEncapsulationKey(test.Input("ek"));
            byte[] ciphertext = new byte[kem.CiphertextSize];
            byte[] secret = new byte[kem.SharedSecretSize];
            key.Encapsulate(ciphertext, secret);
            Assert.Equal(test.Output("c"), ciphertext);
            Assert.Equal(test.Output("k"), secret);
            run++;
        }

        Report(create(new FixedEntropySource([])), "encapsulation", run, expected: 26, output);
    }

    /// <summary>The vectors give the expanded key, so each provider says how it takes one.</summary>
    public static void Decapsulation(
        IKeyEncapsulation kem, Func<byte[], IDecapsulationKey> import, ITestOutputHelper output)
    {
        int run = 0;
        foreach (AcvpCase test in EncapDecap("decapsulation"))
        {
            using IDecapsulationKey key = import(test.Input("dk"));
            byte[] secret = new byte[kem.SharedSecretSize];
            key.Decapsulate(test.Input("c"), secret);
            Assert.Equal(test.Output("k"), secret);
            run++;
        }

        Report(kem, "decapsulation", run, expected: 11, output);
    }

    public static void EncapsulationKeyCheck(IKeyEncapsulation kem, ITestOutputHelper output)
    {
        int run = 0;
        int refused = 0;
        foreach (AcvpCase test in EncapDecap("encapsulationKeyCheck"))
        {
            Exception? exception = Record.Exception(() => kem.ImportEncapsulationKey(test.Input("ek")).Dispose());
            Assert.Equal(test.Passes, exception is null);
            Assert.True(exception is null or InvalidKeyException, exception?.ToString());
            refused += test.Passes ? 0 : 1;
            run++;
        }

        Assert.InRange(refused, 1, run - 1);
        Report(kem, "encapsulationKeyCheck", run, expected: 10, output);
    }

    public static void DecapsulationKeyCheck<TException>(
        IKeyEncapsulation kem, Func<byte[], IDecapsulationKey> import, ITestOutputHelper output)
        where TException : Exception
    {
        int run = 0;
        foreach (AcvpCase test in EncapDecap("decapsulationKeyCheck"))
        {
            Exception? exception = Record.Exception(() => import(test.Input("dk")).Dispose());
            Assert.Equal(test.Passes, exception is null);
            Assert.True(exception is null or TException, exception?.ToString());
            run++;
        }

        Report(kem, "decapsulationKeyCheck", run, expected: 10, output);
    }

    private static List<AcvpCase> EncapDecap(string function) =>
    [
        .. AcvpFile.Read(AcvpFile.MlKemEncapDecap, "encapDecap", MlKem768.Name).Where(test => test.GroupHas("function", function)),
        .. AcvpFile.Read(AcvpFile.GeomysMlKem, "encapDecap", MlKem768.Name).Where(test => test.GroupHas("function", function)),
    ];

    private static void Report(IKeyEncapsulation kem, string what, int run, int expected, ITestOutputHelper output)
    {
        output.WriteLine($"vectors {kem.Name} {kem.Provider} {what}: {run} passed");
        Assert.Equal(expected, run);
    }
}
