using System.Buffers;
using BenchmarkDotNet.Attributes;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Crypto.Aead;
using DaaCompute.Net.Crypto.Protocol;

namespace DaaCompute.Net.Benchmarks.Crypto;

/// <summary>One record through an established channel, against the bare cipher under it.</summary>
[MemoryDiagnoser]
public class RecordBenchmark
{
    private readonly byte[] _nonce = new byte[12];
    private readonly IAuthenticatedCipherKey _bare = new ChaCha20Poly1305Cipher().ImportKey(new byte[32]);
    private ISecureSession _alice = null!;
    private ISecureSession _bob = null!;
    private byte[] _record = null!;

    [Params(256, ISecureSession.MaxPlaintextLength)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        using BenchmarkNode alice = new(NoiseProtocol.PostQuantum);
        using BenchmarkNode bob = new(NoiseProtocol.PostQuantum);
        using ISecureHandshake initiator = alice.Dial(bob);
        using ISecureHandshake responder = bob.Accept();
        ArrayBufferWriter<byte> wire = new();
        (ISecureHandshake From, ISecureHandshake To)[] steps =
            [(initiator, responder), (responder, initiator), (initiator, responder)];
        foreach ((ISecureHandshake from, ISecureHandshake to) in steps)
        {
            wire.ResetWrittenCount();
            from.WriteMessage(wire);
            to.ReadMessage(wire.WrittenSpan);
        }

        _alice = initiator.Complete();
        _bob = responder.Complete();
        _record = new byte[Length + ISecureSession.TagSize];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _alice.Dispose();
        _bob.Dispose();
        _bare.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void BareCipherSealAndOpen()
    {
        Span<byte> text = _record.AsSpan(0, Length);
        Span<byte> tag = _record.AsSpan(Length);
        _bare.Seal(_nonce, text, text, tag, []);
        _bare.TryOpen(_nonce, text, tag, text, []);
    }

    [Benchmark]
    public int SealAndOpen()
    {
        _alice.Seal(_record);
        return _bob.Open(_record);
    }
}
