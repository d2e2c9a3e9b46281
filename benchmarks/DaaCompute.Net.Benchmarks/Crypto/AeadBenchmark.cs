using BenchmarkDotNet.Attributes;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Benchmarks.Crypto;

/// <summary>Sealing and opening one record in place, by cipher and provider.</summary>
[MemoryDiagnoser]
public class AeadBenchmark
{
    private readonly byte[] _nonce = new byte[12];
    private readonly byte[] _tag = new byte[16];
    private IAuthenticatedCipherKey _key = null!;
    private byte[] _record = null!;

    [Params("ChaChaPoly Platform", "AESGCM Platform", "ChaChaPoly BouncyCastle")]
    public string Cipher { get; set; } = null!;

    [Params(1024, 16_384, 65_519)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _key = CryptoProviderSource.CreateCipher(Cipher).ImportKey(new byte[32]);
        _record = new byte[Length];
    }

    [GlobalCleanup]
    public void Cleanup() => _key.Dispose();

    /// <summary>The nonce counts up, for BouncyCastle refuses to seal twice under one.</summary>
    [Benchmark(Baseline = true)]
    public void Seal()
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(
            _nonce.AsSpan(4), System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(_nonce.AsSpan(4)) + 1);
        _key.Seal(_nonce, _record, _record, _tag, []);
    }

    [Benchmark]
    public bool SealAndOpen()
    {
        Seal();
        return _key.TryOpen(_nonce, _record, _tag, _record, []);
    }
}
