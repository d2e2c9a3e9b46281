namespace DaaCompute.Net.Training.Protocol;

/// <summary>Which part of the vector a member sends and receives at each step of the ring.</summary>
/// <remarks>
/// At step t of 2(n-1) the member of rank r sends segment r - t and receives segment r - t - 1 (mod n): what it
/// receives at one step it sends at the next. The first n - 1 steps reduce; after them rank r holds the finished
/// segment r + 1, and the other steps pass the finished segments round.
/// </remarks>
internal readonly record struct RingPlan(int Rank, int Size, int Length)
{
    public int Steps => 2 * (Size - 1);

    public bool IsReducing(int step) => step < Size - 1;

    /// <summary>Whether what is received at this step is finished by this member.</summary>
    public bool IsFinishing(int step) => step == Size - 2;

    public int SegmentSentAt(int step) => Wrap(Rank - step);

    public int SegmentReceivedAt(int step) => Wrap(Rank - step - 1);

    public (int Start, int Length) Segment(int index)
    {
        (int whole, int rest) = Math.DivRem(Length, Size);
        return ((index * whole) + Math.Min(index, rest), whole + (index < rest ? 1 : 0));
    }

    /// <summary>How many elements a member sends, or receives, in all.</summary>
    public long TotalSent()
    {
        long total = 0;
        for (int step = 0; step < Steps; step++)
        {
            total += Segment(SegmentSentAt(step)).Length;
        }

        return total;
    }

    public string Describe(int step) => IsReducing(step)
        ? $"reduce-scatter step {step + 1} of {Size - 1}"
        : $"all-gather step {step - Size + 2} of {Size - 1}";

    private int Wrap(int index) => ((index % Size) + Size) % Size;
}
