using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Crypto.Hashing;

namespace DaaCompute.Net.Benchmarks.Crypto;

/// <summary>BLAKE3 on each code path against the platform's SHA-256 in the same run.</summary>
[MemoryDiagnoser]
public class Blake3Benchmark
{
    private readonly byte[] _digest = new byte[32];
    private byte[] _data = [];

    [Params(1 << 10, 1 << 16, 1 << 20)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _data = new byte[Bytes];
        for (int i = 0; i < _data.Length; i++)
        {
            _data[i] = (byte)i;
        }
    }

    [Benchmark(Baseline = true)]
    public void Sha256() => SHA256.HashData(_data, _digest);

    [Benchmark]
    public void Scalar() => Blake3.Hash(Blake3Path.Scalar, _data, _digest);

    [Benchmark]
    public void FourLanes() => Blake3.Hash(Blake3Path.Vector128, _data, _digest);

    [Benchmark]
    public void EightLanes() => Blake3.Hash(Blake3Path.Vector256, _data, _digest);

    [Benchmark]
    public Task Parallel() => Blake3.HashParallelAsync(_data, _digest);
}
