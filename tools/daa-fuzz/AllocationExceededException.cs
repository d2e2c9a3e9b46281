namespace DaaCompute.Net.Fuzz;

/// <summary>Decoding allocated more than it may.</summary>
internal sealed class AllocationExceededException(long allocated, long limit)
    : FuzzFindingException($"decoding allocated {allocated} bytes; {limit} are allowed");
