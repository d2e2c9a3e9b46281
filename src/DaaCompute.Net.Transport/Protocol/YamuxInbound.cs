namespace DaaCompute.Net.Transport.Protocol;

/// <summary>What follows from a received frame.</summary>
/// <param name="Effects">What to do.</param>
/// <param name="Stream">To which stream; null for the session, or for a stream that is gone.</param>
internal readonly record struct YamuxInbound(YamuxEffects Effects, YamuxStreamState? Stream = null);
