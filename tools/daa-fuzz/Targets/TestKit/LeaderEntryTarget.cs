using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.TestKit.Consensus;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Fuzz.Targets.TestKit;

/// <summary>What a single leader and its followers send: as a whole array and as a stream, the same is read.</summary>
[Decodes(typeof(LeaderWire), nameof(LeaderWire.ParseEntry))]
[Decodes(typeof(LeaderWire), nameof(LeaderWire.ReadEntryAsync))]
[Decodes(typeof(LeaderWire), nameof(LeaderWire.ReadHeightAsync))]
[Decodes(typeof(LeaderWire), nameof(LeaderWire.ReadToEndAsync))]
internal sealed class LeaderEntryTarget : IFuzzTarget
{
    public string Name => "leader-entry";

    public AllocationLimit Limit => AllocationLimit.None("pipes over the input are made beside the decoder");

    public IEnumerable<byte[]> Seeds() => [LeaderWire.Entry(PeerId.FromEncodedPublicKey([1, 2, 3]), [4, 5, 6])];

    public void Run(ReadOnlySpan<byte> input)
    {
        byte[] bytes = input.ToArray();
        (PeerId Proposer, byte[] Payload)? whole = LeaderWire.ParseEntry(bytes);
        if (whole is { } entry)
        {
            FuzzFindingException.Require(
                LeaderWire.Entry(entry.Proposer, entry.Payload).AsSpan().SequenceEqual(input), "an entry has two encodings");
        }

        try
        {
            (PeerId Proposer, byte[] Payload)? read = Awaited.Now(LeaderWire.ReadEntryAsync(Pipe(bytes), default));
            FuzzFindingException.Require(
                whole is null || (read is { } same && same.Payload.AsSpan().SequenceEqual(whole.Value.Payload)),
                "a stream gives another entry");
        }
        catch (ProtocolViolationException)
        {
            FuzzFindingException.Require(whole is null, "an entry that is read is refused in a stream");
        }

        _ = Awaited.Now(LeaderWire.ReadHeightAsync(Pipe(bytes), default));
        byte[] all = Awaited.Now(LeaderWire.ReadToEndAsync(Pipe(bytes), default));
        FuzzFindingException.Require(all.AsSpan().SequenceEqual(input), "a payload is not what was sent");
    }

    private static PipeReader Pipe(byte[] bytes) => PipeReader.Create(new ReadOnlySequence<byte>(bytes));
}
