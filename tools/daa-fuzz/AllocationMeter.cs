namespace DaaCompute.Net.Fuzz;

/// <summary>Counts what this thread allocates between two points.</summary>
internal readonly struct AllocationMeter
{
    private readonly long _start;
    private readonly long _limit;

    private AllocationMeter(long limit)
    {
        _limit = limit;
        _start = GC.GetAllocatedBytesForCurrentThread();
    }

    public static AllocationMeter Start(AllocationLimit limit, int inputLength) => new(limit.For(inputLength));

    /// <exception cref="AllocationExceededException">It was more than the limit.</exception>
    public void Stop()
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread() - _start;
        if (allocated > _limit)
        {
            throw new AllocationExceededException(allocated, _limit);
        }
    }
}
