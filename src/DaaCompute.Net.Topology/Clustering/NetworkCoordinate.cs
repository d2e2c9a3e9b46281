namespace DaaCompute.Net.Topology.Clustering;

/// <summary>A place in the plane and a height over it, in milliseconds: the round trip between two is estimated by both.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Along.</param>
/// <param name="Height">The way from the node to the network's core, which every packet takes.</param>
/// <param name="Error">How far off its estimates are, relative to the round trips; 1 knows nothing.</param>
internal readonly record struct NetworkCoordinate(double X, double Y, double Height, double Error)
{
    /// <summary>The least height, in milliseconds: a node is never in the core itself.</summary>
    public const double MinimumHeightMs = 0.01;

    /// <summary>A node that has measured nothing yet.</summary>
    public static NetworkCoordinate Unknown { get; } = new(0, 0, MinimumHeightMs, 1);

    /// <summary>The round trip to another, in milliseconds.</summary>
    public double DistanceTo(NetworkCoordinate other)
    {
        double x = X - other.X;
        double y = Y - other.Y;
        return Math.Sqrt((x * x) + (y * y)) + Height + other.Height;
    }

    /// <summary>Whether it can be reckoned with: a peer may send anything.</summary>
    public bool IsSound =>
        double.IsFinite(X) && double.IsFinite(Y) && Math.Abs(X) <= MaximumMs && Math.Abs(Y) <= MaximumMs
        && Height is >= 0 and <= MaximumMs && Error is >= 0 and <= 10;

    private const double MaximumMs = 60_000;
}
