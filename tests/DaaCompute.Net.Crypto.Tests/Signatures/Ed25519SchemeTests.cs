using DaaCompute.Net.Crypto.Signatures;
using DaaCompute.Net.Crypto.Tests.Vectors;
using FsCheck.Xunit;

namespace DaaCompute.Net.Crypto.Tests.Signatures;

public sealed class Ed25519SchemeTests
{
    private readonly Ed25519Scheme _scheme = new(new CountingEntropySource(1));

    [Theory] // RFC 8032 §7.1, tests 1 and 2
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    public void Sign_RfcVectors_GivesTheirSignatures(string seed, string publicKey, string message, string signature)
    {
        using ISigningKey key = _scheme.ImportSeed(Convert.FromHexString(seed));
        Assert.Equal(Convert.FromHexString(publicKey), SignatureLaws.PublicKeyOf(_scheme, key));
        byte[] data = Convert.FromHexString(message);
        Assert.Equal(Convert.FromHexString(signature), SignatureLaws.Sign(_scheme, key, data, []));
        using IVerificationKey peer = _scheme.ImportPublicKey(Convert.FromHexString(publicKey));
        Assert.True(peer.Verify(data, [], Convert.FromHexString(signature)));
    }

    [Property(MaxTest = 30)]
    public void Verify_WhatWasSigned_HoldsForThatAlone(byte[] data) => SignatureLaws.RoundTrip(_scheme, _scheme, data, []);

    [Fact]
    public void Verify_OneBitChanged_Fails() => SignatureLaws.BitFlips(_scheme, stride: 1);

    [Fact]
    public void ImportPublicKey_NoPointOfTheCurve_IsRefused() => Assert.Throws<InvalidKeyException>(
        () => _scheme.ImportPublicKey(Convert.FromHexString("0200000000000000000000000000000000000000000000000000000000000000")));

    [Fact]
    public void EveryCall_WrongLength_IsRefused() => SignatureLaws.WrongLengths(_scheme, maxContext: 0);
}
