using System.Buffers;
using BenchmarkDotNet.Attributes;
using DaaCompute.Net.Dht.Wire;

namespace DaaCompute.Net.Benchmarks.Dht;

/// <summary>Writing and reading an answer of 20 peers with two addresses each.</summary>
[MemoryDiagnoser]
public class KademliaCodecBenchmark
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private KademliaMessage _answer = null!;
    private byte[] _encoded = null!;

    [GlobalSetup]
    public void Setup()
    {
        _answer = new KademliaMessage(KademliaMessageType.FindNode)
        {
            CloserPeers =
            [
                .. Enumerable.Range(0, 20).Select(number => new KademliaPeer(
                    DhtPeers.Id(number), [DhtPeers.Address(number), DhtPeers.Address(number + 1000)], ConnectionKind.CanConnect)),
            ],
        };
        KademliaCodec.Write(_answer, _output);
        _encoded = _output.WrittenSpan.ToArray();
    }

    [Benchmark]
    public int Write()
    {
        _output.ResetWrittenCount();
        KademliaCodec.Write(_answer, _output);
        return _output.WrittenCount;
    }

    [Benchmark]
    public bool Read() => KademliaCodec.TryRead(_encoded, out _);
}
