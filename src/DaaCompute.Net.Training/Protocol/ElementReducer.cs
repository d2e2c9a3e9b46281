using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace DaaCompute.Net.Training.Protocol;

/// <summary>Combines two contributions, in slices that stay in the second-level cache.</summary>
internal static class ElementReducer
{
    // On spans of 4 MiB the addition falls to a third of its speed: it goes over to non-temporal stores.
    private const int SliceSize = 256 * 1024;

    /// <summary>Replaces what came in by what it makes together with this member's own values.</summary>
    /// <returns>False when a result is not finite.</returns>
    public static bool Combine<T>(ReduceOperation operation, Span<T> incoming, ReadOnlySpan<T> own)
        where T : unmanaged, INumber<T>
    {
        int slice = SliceSize / Marshal.SizeOf<T>();
        for (int start = 0; start < incoming.Length; start += slice)
        {
            int length = Math.Min(slice, incoming.Length - start);
            Span<T> target = incoming.Slice(start, length);
            ReadOnlySpan<T> mine = own.Slice(start, length);
            switch (operation)
            {
                case ReduceOperation.Min:
                    TensorPrimitives.Min(target, mine, target);
                    break;
                case ReduceOperation.Max:
                    TensorPrimitives.Max(target, mine, target);
                    break;
                case ReduceOperation.Product:
                    TensorPrimitives.Multiply(target, mine, target);
                    break;
                default:
                    TensorPrimitives.Add(target, mine, target);
                    break;
            }

            if (!AllFinite<T>(target))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What the owner of a segment does to it last.</summary>
    public static void Finish<T>(ReduceOperation operation, Span<T> values, int members)
        where T : unmanaged, INumber<T>
    {
        if (operation == ReduceOperation.Mean && members > 1)
        {
            TensorPrimitives.Divide(values, T.CreateChecked(members), values);
        }
    }

    public static bool AllFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T> => values.IsEmpty || TensorPrimitives.IsFiniteAll(values);
}
