using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Dht.Runtime;
using DaaCompute.Net.Dht.Wire;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Fuzz.Targets.Dht;

/// <summary>Messages are the same however a stream breaks: the first byte says how long the pieces are.</summary>
[Decodes(typeof(MessageStream), nameof(MessageStream.ReadAsync))]
internal sealed class KademliaStreamTarget : IFuzzTarget
{
    private const int MaxLength = 4096;

    public string Name => "kademlia-stream";

    public AllocationLimit Limit { get; } = AllocationLimit.None(
        "A pipe looks at all that came with each byte that comes; kademlia-message measures the decoding.");

    public IEnumerable<byte[]> Seeds()
    {
        byte[][] frames =
        [
            .. new KademliaMessageTarget().Seeds().Where(message => message.Length < 128)
                .Select(message => (byte[])[(byte)message.Length, .. message]),
        ];
        yield return [255, .. frames.SelectMany(frame => frame)];
        yield return [6, .. frames[0], .. frames[^1], .. frames[0]];
        yield return [40, .. frames[0], .. frames[0][..9]];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        byte[] bytes = input[1..].ToArray();
        List<byte[]> pieces = Read(bytes, 1 + input[0], out bool piecesFail);
        List<byte[]> whole = Read(bytes, int.MaxValue, out bool wholeFails);
        FuzzFindingException.Require(
            piecesFail == wholeFails && pieces.Count == whole.Count
                && pieces.Zip(whole).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)),
            "messages depend on where the bytes break");
    }

    private static List<byte[]> Read(byte[] bytes, int pieceLength, out bool fails)
    {
        PipeReader reader = PipeReader.Create(new PieceStream(bytes, pieceLength));
        List<byte[]> read = [];
        fails = false;
        try
        {
            while (Awaited.Now(MessageStream.ReadAsync(reader, MaxLength, CancellationToken.None)) is { } message)
            {
                ArrayBufferWriter<byte> output = new();
                KademliaCodec.Write(message, output);
                read.Add(output.WrittenSpan.ToArray());
            }
        }
        catch (ProtocolViolationException)
        {
            fails = true;
        }

        return read;
    }
}
