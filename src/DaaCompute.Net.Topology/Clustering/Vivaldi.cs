namespace DaaCompute.Net.Topology.Clustering;

/// <summary>Moves a node's coordinate a little with each round trip that is measured, until estimates fit.</summary>
/// <remarks>
/// Source: Dabek, Cox, Kaashoek and Morris, "Vivaldi: a decentralized network coordinate system" (SIGCOMM 2004): adaptive
/// time step with c_c = c_e = 0.25, height vectors. Pure: chance comes in as a direction, for the case of two nodes at one place.
/// </remarks>
internal static class Vivaldi
{
    private const double CoordinateGain = 0.25;
    private const double ErrorGain = 0.25;
    private const double MaximumError = 1.5;
    private const double SamePlace = 1e-6;

    /// <param name="own">This node's coordinate.</param>
    /// <param name="other">The other one's; unsound ones change nothing.</param>
    /// <param name="roundTripMs">The measured round trip, in milliseconds, above 0.</param>
    /// <param name="direction">Which way to part from a node at the same place, in radians.</param>
    /// <returns>This node's new coordinate.</returns>
    public static NetworkCoordinate Update(
        NetworkCoordinate own, NetworkCoordinate other, double roundTripMs, double direction)
    {
        if (!other.IsSound || !double.IsFinite(roundTripMs) || roundTripMs <= 0)
        {
            return own;
        }

        double estimate = own.DistanceTo(other);
        double totalError = own.Error + other.Error;
        double weight = totalError > 0 ? own.Error / totalError : 0.5;
        double relative = Math.Abs(estimate - roundTripMs) / roundTripMs;
        double gain = ErrorGain * weight;
        double error = Math.Clamp((relative * gain) + (own.Error * (1 - gain)), 0, MaximumError);
        double force = CoordinateGain * weight * (roundTripMs - estimate);
        double x = own.X - other.X;
        double y = own.Y - other.Y;
        double plane = Math.Sqrt((x * x) + (y * y));
        if (plane < SamePlace)
        {
            x = Math.Cos(direction);
            y = Math.Sin(direction);
            plane = 1;
        }

        // The height grows and shrinks with the plane's share, so that a node behind a slow line rises instead of wandering.
        double length = plane + own.Height + other.Height;
        double height = Math.Max(NetworkCoordinate.MinimumHeightMs, own.Height + (force * (own.Height + other.Height) / length));
        double step = force * plane / length;
        NetworkCoordinate moved = new(own.X + (step * x / plane), own.Y + (step * y / plane), height, error);
        return moved.IsSound ? moved : NetworkCoordinate.Unknown;
    }
}
