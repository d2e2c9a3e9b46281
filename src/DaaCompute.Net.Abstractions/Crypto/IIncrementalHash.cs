namespace DaaCompute.Net.Crypto;

/// <summary>A hash under way.</summary>
public interface IIncrementalHash : IDisposable
{
    /// <summary>Adds a piece.</summary>
    /// <param name="data">The piece.</param>
    void Append(ReadOnlySpan<byte> data);

    /// <summary>Writes the digest of all pieces so far; more may follow.</summary>
    /// <param name="digest">Exactly 32 bytes.</param>
    void GetCurrentHash(Span<byte> digest);

    /// <summary>Starts over.</summary>
    void Reset();
}
