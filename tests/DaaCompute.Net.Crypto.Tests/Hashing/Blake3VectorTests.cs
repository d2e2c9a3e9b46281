using DaaCompute.Net.Crypto.Hashing;
using DaaCompute.Net.Testing;

namespace DaaCompute.Net.Crypto.Tests.Hashing;

public sealed class Blake3VectorTests
{
    [VectorFact(Blake3Vectors.File)]
    public void Read_OfficialFile_HoldsAllVectors()
    {
        Blake3Vectors vectors = Blake3Vectors.Read();

        Assert.Equal(35, vectors.Cases.Count);
        Assert.All(vectors.Cases, vector => Assert.Equal(131, vector.Hash.Length));
        Assert.All(vectors.Cases, vector => Assert.Equal(131, vector.KeyedHash.Length));
        Assert.All(vectors.Cases, vector => Assert.Equal(131, vector.DeriveKey.Length));
        Assert.Equal(102_400, vectors.Cases.Max(vector => vector.InputLength));
    }

    [VectorFact(Blake3Vectors.File)]
    public void GetOutput_EveryVectorOnEveryPathInWholeAndInPieces_EqualsOfficialOutput()
    {
        int[] pieces = [int.MaxValue, 1, 63, 64, 65, 997, 1024, 1025, 4099];
        int checks = 0;
        Blake3Vectors vectors = Blake3Vectors.Read();
        foreach (Blake3Path path in Blake3Paths.Here)
        {
            using Blake3Hasher plain = new(path);
            using Blake3Hasher keyed = Blake3Hasher.CreateKeyed(vectors.Key, path);
            using Blake3Hasher derivation = Blake3Hasher.CreateKeyDerivation(vectors.Context, path);
            foreach (Blake3Vector vector in vectors.Cases)
            {
                foreach (int piece in pieces)
                {
                    Check(plain, vector.InputLength, piece, vector.Hash);
                    Check(keyed, vector.InputLength, piece, vector.KeyedHash);
                    Check(derivation, vector.InputLength, piece, vector.DeriveKey);
                    checks += 3;
                }
            }
        }

        Assert.Equal(35 * 3 * pieces.Length * Blake3Paths.Here.Count, checks);
    }

    [VectorFact(Blake3Vectors.File)]
    public void OneShot_EveryVector_EqualsOfficialOutput()
    {
        Blake3Vectors vectors = Blake3Vectors.Read();
        foreach (Blake3Vector vector in vectors.Cases)
        {
            byte[] input = Blake3Vectors.Input(vector.InputLength);
            byte[] output = new byte[vector.Hash.Length];

            Blake3.Hash(input, output);
            Assert.Equal(vector.Hash, output);
            Assert.Equal(vector.Hash[..Blake3.DigestSize], Blake3.HashData(input));

            Blake3.KeyedHash(vectors.Key, input, output);
            Assert.Equal(vector.KeyedHash, output);

            Blake3.DeriveKey(vectors.Context, input, output);
            Assert.Equal(vector.DeriveKey, output);
        }
    }

    private static void Check(Blake3Hasher hasher, int length, int piece, byte[] expected)
    {
        ReadOnlySpan<byte> left = Blake3Vectors.Input(length);
        hasher.Reset();
        while (!left.IsEmpty)
        {
            int taken = Math.Min(piece, left.Length);
            hasher.Append(left[..taken]);
            left = left[taken..];
        }

        byte[] output = new byte[expected.Length];
        hasher.GetOutput(output);
        Assert.Equal(expected, output);
    }
}
