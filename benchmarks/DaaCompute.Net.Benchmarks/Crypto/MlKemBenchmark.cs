using BenchmarkDotNet.Attributes;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Benchmarks.Crypto;

/// <summary>ML-KEM-768 by provider: a handshake makes a key, encapsulates once and decapsulates once.</summary>
[MemoryDiagnoser]
public class MlKemBenchmark
{
    private IKeyEncapsulation _kem = null!;
    private IDecapsulationKey _key = null!;
    private IEncapsulationKey _peer = null!;
    private byte[] _encoded = null!;
    private byte[] _ciphertext = null!;
    private byte[] _secret = null!;

    public static IEnumerable<CryptoProvider> Providers => CryptoProviderSource.KeyEncapsulation;

    [ParamsSource(nameof(Providers))]
    public CryptoProvider Provider { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _kem = CryptoProviderSource.CreateKeyEncapsulation(Provider);
        _key = _kem.GenerateKey();
        _encoded = new byte[_kem.EncapsulationKeySize];
        _key.ExportEncapsulationKey(_encoded);
        _peer = _kem.ImportEncapsulationKey(_encoded);
        _ciphertext = new byte[_kem.CiphertextSize];
        _secret = new byte[_kem.SharedSecretSize];
        _peer.Encapsulate(_ciphertext, _secret);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _key.Dispose();
        _peer.Dispose();
    }

    [Benchmark]
    public void GenerateKey() => _kem.GenerateKey().Dispose();

    [Benchmark]
    public void ImportAndEncapsulate()
    {
        using IEncapsulationKey peer = _kem.ImportEncapsulationKey(_encoded);
        peer.Encapsulate(_ciphertext, _secret);
    }

    [Benchmark]
    public void EncapsulatePrepared() => _peer.Encapsulate(_ciphertext, _secret);

    [Benchmark]
    public void Decapsulate() => _key.Decapsulate(_ciphertext, _secret);
}
