using System.IO.Pipelines;
using DaaCompute.Net.Gossip.Runtime;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Fuzz.Targets.Gossip;

/// <summary>RPCs are the same however a stream breaks: the first byte says how long the pieces are.</summary>
[Decodes(typeof(RpcReader), nameof(RpcReader.ReadAsync))]
internal sealed class GossipStreamTarget : IFuzzTarget
{
    public string Name => "gossip-stream";

    public AllocationLimit Limit { get; } = new(
        1024, 65536, "Pieces are as short as one byte, and in a debug build each await of one is an object; the pipe keeps 4 KiB.");

    public IEnumerable<byte[]> Seeds()
    {
        byte[][] frames = [.. new GossipRpcTarget().Seeds().Where(rpc => rpc.Length < 128).Select(rpc => (byte[])[(byte)rpc.Length, .. rpc])];
        yield return [255, .. frames.SelectMany(frame => frame)];
        yield return [4, .. frames[0], .. frames[1]];
        yield return [9, .. frames[0], .. frames[1][..3]];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        byte[] bytes = input[1..].ToArray();
        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        List<byte[]> pieces = Read(bytes, 1 + input[0], out bool piecesFail);
        meter.Stop();
        List<byte[]> whole = Read(bytes, int.MaxValue, out bool wholeFails);
        FuzzFindingException.Require(
            piecesFail == wholeFails && pieces.Count == whole.Count
                && pieces.Zip(whole).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)),
            "RPCs depend on where the bytes break");
    }

    private static List<byte[]> Read(byte[] bytes, int pieceLength, out bool fails)
    {
        RpcReader reader = new(PipeReader.Create(new PieceStream(bytes, pieceLength)));
        List<byte[]> read = [];
        fails = false;
        try
        {
            while (Awaited.Now(reader.ReadAsync(CancellationToken.None)) is { } rpc)
            {
                read.Add(rpc.ToArray());
            }
        }
        catch (ProtocolViolationException)
        {
            fails = true;
        }

        return read;
    }
}
