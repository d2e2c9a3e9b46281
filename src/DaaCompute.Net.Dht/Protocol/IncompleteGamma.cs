namespace DaaCompute.Net.Dht.Protocol;

/// <summary>The regularised lower incomplete gamma function for whole shapes, and its inverse.</summary>
/// <remarks>
/// The distance of the a-th closest peer, times the size of the network, follows this distribution. For a whole a it is
/// 1 - e^-x Σ x^i/i!, i from 0 to a-1. Source: NIST DLMF 8.4.10.
/// </remarks>
internal static class IncompleteGamma
{
    // Halving an interval of doubles this often leaves nothing to halve.
    private const int MaxSteps = 200;

    public static double Lower(int shape, double x)
    {
        double term = Math.Exp(-x);
        double sum = 0;
        for (int index = 0; index < shape; index++)
        {
            sum += term;
            term *= x / (index + 1);
        }

        return 1 - sum;
    }

    /// <summary>The x at which <see cref="Lower"/> reaches a probability.</summary>
    public static double InverseLower(int shape, double probability)
    {
        double low = 0;
        double high = shape;
        while (Lower(shape, high) < probability)
        {
            high *= 2;
        }

        for (int step = 0; step < MaxSteps && low < high; step++)
        {
            double middle = low + ((high - low) / 2);
            (low, high) = Lower(shape, middle) < probability ? (middle, high) : (low, middle);
        }

        return high;
    }
}
