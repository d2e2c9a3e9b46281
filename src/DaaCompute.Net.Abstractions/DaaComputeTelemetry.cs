namespace DaaCompute.Net;

/// <summary>The names under which a node reports.</summary>
public static class DaaComputeTelemetry
{
    /// <summary>
    /// The name of the <see cref="System.Diagnostics.Metrics.Meter"/> and the
    /// <see cref="System.Diagnostics.ActivitySource"/>: the one string to give OpenTelemetry.
    /// </summary>
    public const string Name = "DaaCompute.Net";
}
