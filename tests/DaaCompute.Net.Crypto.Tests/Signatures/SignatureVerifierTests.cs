using DaaCompute.Net.Crypto.Identity;
using DaaCompute.Net.Crypto.Signatures;
using DaaCompute.Net.Crypto.Tests.Vectors;

namespace DaaCompute.Net.Crypto.Tests.Signatures;

public sealed class SignatureVerifierTests
{
    private readonly CountingScheme _scheme = new(new Ed25519Scheme(new CountingEntropySource(1)));

    [Fact]
    public void Verify_SameKeyAgain_IsPreparedOnce()
    {
        SignatureVerifier verifier = new([_scheme], cacheSize: 4);
        (PeerPublicKey key, byte[] signature) = Signed([1]);
        for (int round = 0; round < 5; round++)
        {
            Assert.True(verifier.Verify(key, [1], [], signature));
        }

        Assert.False(verifier.Verify(key, [2], [], signature));
        Assert.Equal(1, _scheme.Imports);
        Assert.Equal(1, verifier.CachedKeys);
    }

    [Fact]
    public void Verify_MoreKeysThanFit_KeepsTheMostRecentlyUsed()
    {
        SignatureVerifier verifier = new([_scheme], cacheSize: 2);
        (PeerPublicKey Key, byte[] Signature) first = Signed([1]);
        (PeerPublicKey Key, byte[] Signature) second = Signed([1]);
        (PeerPublicKey Key, byte[] Signature) third = Signed([1]);
        Assert.True(verifier.Verify(first.Key, [1], [], first.Signature));
        Assert.True(verifier.Verify(second.Key, [1], [], second.Signature));
        Assert.True(verifier.Verify(first.Key, [1], [], first.Signature));
        Assert.True(verifier.Verify(third.Key, [1], [], third.Signature));
        Assert.Equal(2, verifier.CachedKeys);
        Assert.Equal(3, _scheme.Imports);

        Assert.True(verifier.Verify(first.Key, [1], [], first.Signature));
        Assert.Equal(3, _scheme.Imports);
        Assert.True(verifier.Verify(second.Key, [1], [], second.Signature));
        Assert.Equal(4, _scheme.Imports);
    }

    [Fact]
    public void Verify_KeysThatSignedNothing_TakeNoPlace()
    {
        SignatureVerifier verifier = new([_scheme], cacheSize: 2);
        for (int round = 0; round < 10; round++)
        {
            Assert.False(verifier.Verify(Signed([1]).Key, [1], [], new byte[64]));
        }

        Assert.Equal(0, verifier.CachedKeys);
    }

    [Fact]
    public void Verify_KindOfKeyNotAllowed_IsFalse()
    {
        (PeerPublicKey key, byte[] signature) = Signed([1]);
        SignatureVerifier verifier = new([new BouncyCastleMlDsa65(new CountingEntropySource(2))], cacheSize: 2);
        Assert.False(verifier.Verify(key, [1], [], signature));
    }

    [Fact]
    public void Verify_KeyThatFailsItsChecks_IsFalse()
    {
        SignatureVerifier verifier = new([_scheme], cacheSize: 2);
        byte[] noPoint = new byte[32];
        noPoint[0] = 2;
        Assert.False(verifier.Verify(new PeerPublicKey(PeerKeyType.Ed25519, noPoint), [1], [], new byte[64]));
    }

    [Fact]
    public void Verify_ManyThreads_StaysWithinItsBound()
    {
        SignatureVerifier verifier = new([_scheme], cacheSize: 3);
        (PeerPublicKey Key, byte[] Signature)[] peers = [.. Enumerable.Range(0, 8).Select(_ => Signed([1]))];
        Parallel.For(0, 500, index =>
        {
            (PeerPublicKey key, byte[] signature) = peers[index % peers.Length];
            Assert.True(verifier.Verify(key, [1], [], signature));
        });
        Assert.Equal(3, verifier.CachedKeys);
    }

    private (PeerPublicKey Key, byte[] Signature) Signed(byte[] data)
    {
        using NodeIdentity identity = new(_scheme, _scheme.GenerateKey());
        byte[] signature = new byte[identity.SignatureSize];
        identity.Sign(data, [], signature);
        return (identity.PublicKey, signature);
    }
}
