namespace DaaCompute.Net.Onion;

/// <summary>There are too few relays for the anonymity that was asked for; nothing was sent.</summary>
public sealed class OnionRouteUnavailableException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">How many there are, how many it takes, and the setting.</param>
    /// <param name="innerException">The cause, or null.</param>
    public OnionRouteUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
