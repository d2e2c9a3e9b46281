namespace DaaCompute.Net;

/// <summary>A part of a node that runs: started bottom-up when the node starts, stopped top-down.</summary>
public interface ILayerService
{
    /// <summary>Where in the ladder it stands.</summary>
    NetworkLayer Layer { get; }

    /// <summary>Starts it. When this returns, the part works.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask StartAsync(CancellationToken cancellationToken);

    /// <summary>Stops it gracefully; when the token fires, at once.</summary>
    /// <param name="cancellationToken">Fires when the node's stop time-out is over.</param>
    ValueTask StopAsync(CancellationToken cancellationToken);
}
