using System.Buffers.Binary;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>Records that come in pieces yield the same plaintext as the whole, and end in nothing but a typed failure.</summary>
[Decodes(typeof(SecuredLinkReader), nameof(SecuredLinkReader.Start))]
internal sealed class RecordStreamTarget : IFuzzTarget
{
    private static readonly LinkBuffers Buffers = new();

    public string Name => "record-stream";

    public AllocationLimit Limit { get; } = new(
        64, 65536, "A link has 16 KiB of its own before anything comes, and the target keeps what it hears.");

    public IEnumerable<byte[]> Seeds()
    {
        byte[] record = Record(40);
        yield return [255, .. record, .. Record(16), .. record];
        yield return [6, .. record, .. Record(3000), .. record];
        yield return [99, .. record[..30]];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        CollectingSink pieces = Read(input[1..], 1 + (input[0] * 7));
        meter.Stop();
        CollectingSink whole = Read(input[1..], int.MaxValue);
        FuzzFindingException.Require(
            pieces.Plaintext.SequenceEqual(whole.Plaintext) && pieces.Failure?.GetType() == whole.Failure?.GetType(),
            "the plaintext depends on where the bytes break");
        FuzzFindingException.Require(
            pieces.Failure is null or DaaComputeException, $"a link failed with {pieces.Failure?.GetType().Name}");
        FuzzFindingException.Require(pieces.Stops == 1, "the reader stopped more than once, or never");
    }

    private static CollectingSink Read(ReadOnlySpan<byte> records, int pieceLength)
    {
        CollectingSink sink = new();
        SecuredLinkReader reader = new(
            new ScriptedConnection(records, pieceLength), new OpenSession(), Buffers, TimeProvider.System, sink);
        reader.Start([], []);
        return sink;
    }

    private static byte[] Record(int length)
    {
        byte[] record = new byte[RecordBuffer.PrefixSize + length + ISecureSession.TagSize];
        BinaryPrimitives.WriteUInt16BigEndian(record, (ushort)(length + ISecureSession.TagSize));
        return record;
    }
}
