using DaaCompute.Net.Crypto.Entropy;
using DaaCompute.Net.Crypto.Signatures;
using DaaCompute.Net.Crypto.Tests.Vectors;
using DaaCompute.Net.Testing;
using FsCheck.Xunit;
using Org.BouncyCastle.Crypto.Parameters;
using Xunit.Abstractions;

namespace DaaCompute.Net.Crypto.Tests.Signatures;

public sealed class BouncyCastleMlDsa65Tests(ITestOutputHelper output)
{
    private readonly BouncyCastleMlDsa65 _scheme = new(new CountingEntropySource(1));

    [VectorFact(MlDsa65Vectors.KeyGenFile)]
    public void ImportSeed_AcvpVectors_GivesTheirKeys() => MlDsa65Vectors.KeyGeneration(_scheme, output);

    [VectorFact(MlDsa65Vectors.SigVerFile)]
    public void Verify_AcvpVectors_AgreesWithThem() => MlDsa65Vectors.Verification(_scheme, output);

    [VectorFact(MlDsa65Vectors.SigGenFile)]
    public void Sign_AcvpVectors_GivesTheirSignatures() => MlDsa65Vectors.Signing(
        _scheme,
        (expanded, hedge) => new BouncyCastleMlDsaSigningKey(
            MLDsaPrivateKeyParameters.FromEncoding(MLDsaParameters.ml_dsa_65, expanded),
            hedge is null ? null : EntropyRandomGenerator.CreateSecureRandom(new FixedEntropySource(hedge))),
        output);

    [Property(MaxTest = 15)]
    public void Verify_WhatWasSigned_HoldsForThatAlone(byte[] data, byte[] context) =>
        SignatureLaws.RoundTrip(_scheme, _scheme, data, context);

    [Fact]
    public void Verify_LongestContext_Holds() => SignatureLaws.RoundTrip(_scheme, _scheme, [1], new byte[254]);

    [Fact]
    public void Verify_OneBitChanged_Fails() => SignatureLaws.BitFlips(_scheme, stride: 131);

    [Fact]
    public void Sign_Twice_DiffersUnlessDeterministic()
    {
        BouncyCastleMlDsa65 deterministic = new(new CountingEntropySource(1), deterministic: true);
        byte[] seed = new byte[32];
        using ISigningKey hedged = _scheme.ImportSeed(seed);
        using ISigningKey bare = deterministic.ImportSeed(seed);
        byte[] first = SignatureLaws.Sign(_scheme, bare, [1], []);
        Assert.Equal(first, SignatureLaws.Sign(_scheme, bare, [1], []));
        byte[] second = SignatureLaws.Sign(_scheme, hedged, [1], []);
        Assert.NotEqual(first, second);
        Assert.NotEqual(second, SignatureLaws.Sign(_scheme, hedged, [1], []));
    }

    [Fact]
    public void Sign_SameEntropy_GivesTheSameSignature()
    {
        byte[] SignOnce()
        {
            BouncyCastleMlDsa65 scheme = new(new CountingEntropySource(5));
            using ISigningKey key = scheme.GenerateKey();
            return SignatureLaws.Sign(scheme, key, [1, 2], [3]);
        }

        Assert.Equal(SignOnce(), SignOnce());
    }

    [Fact]
    public void EveryCall_WrongLength_IsRefused() => SignatureLaws.WrongLengths(_scheme, MlDsa65.MaxContextSize);

    [Fact]
    public void Dispose_ThenSign_Throws()
    {
        ISigningKey key = _scheme.GenerateKey();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign([], [], new byte[MlDsa65.SignatureSize]));
    }

    [Fact]
    public void Sign_ManyThreads_AllVerify()
    {
        using ISigningKey key = _scheme.GenerateKey();
        using IVerificationKey peer = _scheme.ImportPublicKey(SignatureLaws.PublicKeyOf(_scheme, key));
        Parallel.For(0, 32, index =>
        {
            byte[] signature = SignatureLaws.Sign(_scheme, key, [(byte)index], []);
            Assert.True(peer.Verify([(byte)index], [], signature));
            Assert.False(peer.Verify([(byte)(index + 1)], [], signature));
        });
    }
}
