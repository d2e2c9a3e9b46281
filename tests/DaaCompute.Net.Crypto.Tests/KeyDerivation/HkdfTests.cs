using System.Security.Cryptography;
using System.Text.Json;
using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Crypto.Tests.Vectors;
using DaaCompute.Net.Testing;
using FsCheck.Xunit;
using Xunit.Abstractions;

namespace DaaCompute.Net.Crypto.Tests.KeyDerivation;

public sealed class HkdfTests(ITestOutputHelper output)
{
    [VectorFact(RfcVectors.File)]
    public void DeriveKey_Rfc5869Vectors_GivesTheirKeys()
    {
        int run = 0;
        foreach (JsonElement test in RfcVectors.Read("rfc5869").EnumerateArray())
        {
            byte[] extracted = HKDF.Extract(HashAlgorithmName.SHA256, test.Bytes("ikm"), test.Bytes("salt"));
            Assert.Equal(test.Bytes("prk"), extracted);
            int length = test.GetProperty("L").GetInt32();
            Assert.Equal(test.Bytes("okm"), HKDF.Expand(HashAlgorithmName.SHA256, extracted, length, test.Bytes("info")));
            run++;
        }

        output.WriteLine($"vectors HKDF-SHA256 Platform RFC 5869: {run} passed");
        Assert.Equal(3, run);
    }

    [VectorFact(RfcVectors.File)]
    public void NoiseDerive_Rfc5869VectorWithoutInfo_GivesItsKey()
    {
        JsonElement test = RfcVectors.Read("rfc5869").EnumerateArray().Single(test => test.Bytes("info").Length == 0);
        byte[] derived = new byte[64];
        NoiseKeyDerivation.Derive(test.Bytes("salt"), test.Bytes("ikm"), derived.AsSpan(0, 32), derived.AsSpan(32));
        Assert.Equal(test.Bytes("okm"), derived[..42]);
    }

    [Property]
    public void NoiseDerive_AnyInput_EqualsHkdfWithoutInfo(byte[] salt, byte[] keyMaterial)
    {
        byte[] derived = new byte[64];
        NoiseKeyDerivation.Derive(salt, keyMaterial, derived.AsSpan(0, 32), derived.AsSpan(32));
        Assert.Equal(HKDF.DeriveKey(HashAlgorithmName.SHA256, keyMaterial, 64, salt, []), derived);
    }
}
