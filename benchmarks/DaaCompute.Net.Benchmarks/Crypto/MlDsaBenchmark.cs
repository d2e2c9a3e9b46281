using BenchmarkDotNet.Attributes;
using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Benchmarks.Crypto;

/// <summary>ML-DSA-65 by provider, over a handshake hash.</summary>
[MemoryDiagnoser]
public class MlDsaBenchmark
{
    private readonly byte[] _data = new byte[32];
    private ISignatureScheme _scheme = null!;
    private ISigningKey _key = null!;
    private IVerificationKey _peer = null!;
    private byte[] _encoded = null!;
    private byte[] _signature = null!;

    public static IEnumerable<CryptoProvider> Providers => CryptoProviderSource.Signatures;

    [ParamsSource(nameof(Providers))]
    public CryptoProvider Provider { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _scheme = CryptoProviderSource.CreateSignatures(Provider);
        _key = _scheme.GenerateKey();
        _encoded = new byte[_scheme.PublicKeySize];
        _key.ExportPublicKey(_encoded);
        _peer = _scheme.ImportPublicKey(_encoded);
        _signature = new byte[_scheme.SignatureSize];
        Sign();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _key.Dispose();
        _peer.Dispose();
    }

    [Benchmark]
    public void GenerateKey() => _scheme.GenerateKey().Dispose();

    [Benchmark]
    public void Sign() => _key.Sign(_data, [], _signature);

    [Benchmark]
    public bool ImportAndVerify()
    {
        using IVerificationKey peer = _scheme.ImportPublicKey(_encoded);
        return peer.Verify(_data, [], _signature);
    }

    [Benchmark]
    public bool VerifyPrepared() => _peer.Verify(_data, [], _signature);
}
