using System.Buffers;
using BenchmarkDotNet.Attributes;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Crypto.Protocol;

namespace DaaCompute.Net.Benchmarks.Crypto;

/// <summary>
/// A full mutual handshake in memory, both sides' work together, against .NET's own: TLS 1.3 with P-256 certificates on
/// both sides.
/// </summary>
[MemoryDiagnoser]
public class HandshakeBenchmark
{
    private readonly ArrayBufferWriter<byte> _wire = new(16_384);
    private readonly BenchmarkNode[] _postQuantum = Pair(NoiseProtocol.PostQuantum);
    private readonly BenchmarkNode[] _libp2p = Pair(NoiseProtocol.Libp2p);
    private readonly BenchmarkNode[] _libp2pHybrid = Pair(NoiseProtocol.Libp2pHybrid);
    private readonly TlsPair _tls = TlsPair.Create();

    [GlobalCleanup]
    public void Cleanup()
    {
        _tls.Dispose();
        foreach (BenchmarkNode node in (BenchmarkNode[])[.. _postQuantum, .. _libp2p, .. _libp2pHybrid])
        {
            node.Dispose();
        }
    }

    [Benchmark(Baseline = true)]
    public Task MutualTls13() => _tls.HandshakeAsync();

    [Benchmark]
    public void NoisePostQuantum() => Handshake(_postQuantum);

    [Benchmark]
    public void NoiseLibp2p() => Handshake(_libp2p);

    [Benchmark]
    public void NoiseLibp2pHybrid() => Handshake(_libp2pHybrid);

    private static BenchmarkNode[] Pair(NoiseProtocol protocol) => [new(protocol), new(protocol)];

    private void Handshake(BenchmarkNode[] pair)
    {
        using ISecureHandshake initiator = pair[0].Dial(pair[1]);
        using ISecureHandshake responder = pair[1].Accept();
        Pass(initiator, responder);
        Pass(responder, initiator);
        Pass(initiator, responder);
        initiator.Complete().Dispose();
        responder.Complete().Dispose();
    }

    private void Pass(ISecureHandshake from, ISecureHandshake to)
    {
        _wire.ResetWrittenCount();
        from.WriteMessage(_wire);
        to.ReadMessage(_wire.WrittenSpan);
    }
}
