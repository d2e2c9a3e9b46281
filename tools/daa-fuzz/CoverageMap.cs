using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace DaaCompute.Net.Fuzz;

/// <summary>Which branches instrumented code takes, and about how often: AFL's map, read in this process.</summary>
internal sealed unsafe class CoverageMap : IDisposable
{
    // As long as afl-fuzz's own, which instrumented code reckons with.
    private const int Size = 1 << 16;

    private readonly byte* _map = (byte*)NativeMemory.AllocZeroed(Size);

    public CoverageMap() => Trace.SharedMem = _map;

    /// <summary>Forgets what was taken so far.</summary>
    public void Clear()
    {
        new Span<byte>(_map, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>What was taken: a number for each branch with the magnitude of its count.</summary>
    public IEnumerable<int> Taken()
    {
        for (int branch = 0; branch < Size; branch++)
        {
            if (CountOf(branch) is > 0 and byte count)
            {
                yield return (branch * 8) + BitOperations.Log2(count);
            }
        }
    }

    public void Dispose()
    {
        Trace.SharedMem = null;
        NativeMemory.Free(_map);
    }

    private byte CountOf(int branch) => _map[branch];
}
