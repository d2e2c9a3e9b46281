namespace DaaCompute.Net.Transport.Runtime;

/// <summary>A bound on memory that nests: what is reserved here counts in every scope above.</summary>
internal interface IMemoryScope
{
    /// <summary>Reserves bytes, or says that a limit stands in the way; then nothing is reserved.</summary>
    bool TryReserve(long bytes);

    /// <summary>Gives reserved bytes back.</summary>
    void Release(long bytes);
}
