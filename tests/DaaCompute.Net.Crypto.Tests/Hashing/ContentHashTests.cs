using System.Security.Cryptography;
using DaaCompute.Net.Crypto.Hashing;

namespace DaaCompute.Net.Crypto.Tests.Hashing;

public sealed class ContentHashTests
{
    private static readonly byte[] Data = Blake3Vectors.Input(5000);

    public static TheoryData<string> Names => ["BLAKE3", "SHA-256"];

    [Fact]
    public void Hash_BothAlgorithms_EqualTheirSources()
    {
        byte[] digest = new byte[32];

        new Blake3ContentHash().Hash(Data, digest);
        Assert.Equal(Blake3.HashData(Data), digest);

        new Sha256ContentHash().Hash(Data, digest);
        Assert.Equal(SHA256.HashData(Data), digest);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CreateIncremental_PiecesAndReset_EqualsHash(string name)
    {
        IContentHash algorithm = Algorithm(name);
        byte[] expected = new byte[32];
        byte[] actual = new byte[32];
        using IIncrementalHash hash = algorithm.CreateIncremental();

        hash.Append(Data.AsSpan(0, 100));
        hash.Reset();
        hash.Append(Data.AsSpan(0, 1777));
        hash.GetCurrentHash(actual);
        algorithm.Hash(Data.AsSpan(0, 1777), expected);
        Assert.Equal(expected, actual);

        hash.Append(Data.AsSpan(1777));
        hash.GetCurrentHash(actual);
        algorithm.Hash(Data, expected);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Hash_DigestOfOtherLength_Throws(string name)
    {
        IContentHash algorithm = Algorithm(name);
        using IIncrementalHash hash = algorithm.CreateIncremental();
        foreach (int length in (int[])[0, 31, 33, 64])
        {
            Assert.Throws<ArgumentException>(() => algorithm.Hash(Data, new byte[length]));
            Assert.Throws<ArgumentException>(() => hash.GetCurrentHash(new byte[length]));
        }
    }

    private static IContentHash Algorithm(string name)
    {
        IContentHash[] all = [new Blake3ContentHash(), new Sha256ContentHash()];
        return all.Single(algorithm => algorithm.Name == name);
    }
}
