using DaaCompute.Net.Crypto.Hashing;
using DaaCompute.Net.Training;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Training.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Training;

/// <summary>What a predecessor on the ring sends: worked in, or refused with a reason; a result is finite throughout.</summary>
/// <remarks>The first byte says the operation, the second the member's rank of three.</remarks>
[Decodes(typeof(RingAllReduce<float>), nameof(RingAllReduce<float>.BeginPiece))]
internal sealed class RingPiecesTarget : IFuzzTarget
{
    private const int Members = 3;
    private const int Elements = 10;

    private static readonly Blake3ContentHash Hash = new();


    public string Name => "ring-pieces";

    public AllocationLimit Limit { get; } = new(16, 16384, "The vector, the scratch and the hash of one member are made anew.");

    public IEnumerable<byte[]> Seeds()
    {
        foreach (ReduceOperation operation in Enum.GetValues<ReduceOperation>())
        {
            byte rank = (byte)((int)operation % Members);
            yield return [(byte)operation, rank, .. SentTo(rank, operation)];
        }
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2)
        {
            return;
        }

        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        float[] scratch = new float[Elements];
        using RingAllReduce<float> ring = Member(input[1] % Members, (ReduceOperation)(input[0] % 5), scratch);
        RingFault? fault = Feed(ring, input[2..]);
        meter.Stop();
        FuzzFindingException.Require(fault is null || Enum.IsDefined(fault.Reason), "a fault without a reason");
        if (ring.IsReceivingDone)
        {
            FuzzFindingException.Require(fault is null, "a fault with the last piece");
            while (ring.TryTakePiece(out _, out _))
            {
            }

            FuzzFindingException.Require(ring.IsSendingDone, "all is received, but something is never sent");
            FuzzFindingException.Require(scratch.All(float.IsFinite), "a result is not finite");
            FuzzFindingException.Require(ring.Digest() == ring.Digest(), "a result has two digests");
        }
    }

    private static RingFault? Feed(RingAllReduce<float> ring, ReadOnlySpan<byte> bytes)
    {
        while (!ring.IsReceivingDone)
        {
            Span<byte> destination = ring.Destination;
            int length = destination.IsEmpty ? PieceHeader.Size : Math.Min(destination.Length, bytes.Length);
            if (length == 0 || length > bytes.Length)
            {
                return null;
            }

            RingFault? fault;
            if (destination.IsEmpty)
            {
                fault = PieceHeader.TryRead(bytes, out PieceHeader header)
                    ? ring.BeginPiece(header)
                    : new RingFault(AllReduceFailureReason.ProtocolViolation, IsOwn: false, "piece header");
            }
            else
            {
                bytes[..length].CopyTo(destination);
                fault = ring.Advance(length);
            }

            if (fault is not null)
            {
                return fault;
            }

            bytes = bytes[length..];
        }

        return null;
    }

    /// <summary>Runs a whole ring, and returns what one member heard.</summary>
    private static byte[] SentTo(int rank, ReduceOperation operation)
    {
        RingAllReduce<float>[] ring =
            [.. Enumerable.Range(0, Members).Select(member => Member(member, operation, new float[Elements]))];
        List<byte> heard = [];
        while (ring.Any(member => !member.IsReceivingDone))
        {
            for (int sender = 0; sender < Members; sender++)
            {
                int receiver = (sender + 1) % Members;
                while (ring[sender].TryTakePiece(out PieceHeader header, out ReadOnlySpan<byte> payload))
                {
                    byte[] piece = new byte[PieceHeader.Size + payload.Length];
                    header.Write(piece);
                    payload.CopyTo(piece.AsSpan(PieceHeader.Size));
                    FuzzFindingException.Require(Feed(ring[receiver], piece) is null, "a true piece is refused");
                    heard.AddRange(receiver == rank ? piece : []);
                }
            }
        }

        return [.. heard];
    }

    private static RingAllReduce<float> Member(int rank, ReduceOperation operation, float[] scratch)
    {
        float[] input = [.. Enumerable.Range(0, Elements).Select(index => (index * 0.5f) + rank)];
        PieceHeader template = new(PieceHeader.Float32, operation, 0, Epoch: 4, Sequence: 5, Elements, 0, 0);
        return new RingAllReduce<float>(new RingPlan(rank, Members, Elements), template, input, scratch, pieceSize: 8, Hash);
    }
}
