#pragma warning disable SYSLIB5006
using DaaCompute.Net.Crypto.Signatures;
using DaaCompute.Net.Crypto.Tests.Vectors;
using Xunit.Abstractions;

namespace DaaCompute.Net.Crypto.Tests.Signatures;

public sealed class PlatformMlDsa65Tests(ITestOutputHelper output)
{
    private readonly PlatformMlDsa65 _scheme = new(new CountingEntropySource(2));

    [PlatformVectorFact(MlDsa65.Name, MlDsa65Vectors.KeyGenFile)]
    public void ImportSeed_AcvpVectors_GivesTheirKeys() => MlDsa65Vectors.KeyGeneration(_scheme, output);

    [PlatformVectorFact(MlDsa65.Name, MlDsa65Vectors.SigVerFile)]
    public void Verify_AcvpVectors_AgreesWithThem() => MlDsa65Vectors.Verification(_scheme, output);

    [PlatformVectorFact(MlDsa65.Name)]
    public void Signatures_WithBouncyCastle_AgreeBothWays()
    {
        BouncyCastleMlDsa65 other = new(new CountingEntropySource(3));
        for (int round = 0; round < 10; round++)
        {
            byte[] data = new byte[round * 100];
            SignatureLaws.RoundTrip(_scheme, other, data, [(byte)round]);
            SignatureLaws.RoundTrip(other, _scheme, data, [(byte)round]);
            SignatureLaws.RoundTrip(_scheme, _scheme, data, []);
        }
    }

    [PlatformVectorFact(MlDsa65.Name)]
    public void Verify_OneBitChanged_Fails() => SignatureLaws.BitFlips(_scheme, stride: 131);

    [PlatformVectorFact(MlDsa65.Name)]
    public void EveryCall_WrongLength_IsRefused() => SignatureLaws.WrongLengths(_scheme, MlDsa65.MaxContextSize);
}
