using DaaCompute.Net.Crypto.Hashing;

namespace DaaCompute.Net.Crypto.Tests.Hashing;

/// <summary>The code paths that this machine can run.</summary>
internal static class Blake3Paths
{
    public static IReadOnlyList<Blake3Path> Here { get; } =
        [.. Enum.GetValues<Blake3Path>().Where(path => path <= Blake3Compressor.Widest)];
}
