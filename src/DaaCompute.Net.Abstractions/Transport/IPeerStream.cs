using System.IO.Pipelines;

namespace DaaCompute.Net.Transport;

/// <summary>One stream of a connection, speaking one protocol.</summary>
/// <remarks>
/// Completing <see cref="IDuplexPipe.Output"/> closes this side; the other end's input then completes. Completing either
/// side with an exception, or <see cref="Abort"/>, resets the stream. Disposing closes what is open.
/// What the other end resets surfaces as <see cref="ConnectionClosedException"/> from the pipes.
/// </remarks>
public interface IPeerStream : IDuplexPipe, IAsyncDisposable
{
    /// <summary>The protocol spoken on it.</summary>
    ProtocolId Protocol { get; }

    /// <summary>The connection it belongs to.</summary>
    IPeerConnection Connection { get; }

    /// <summary>Whether this node opened it.</summary>
    bool IsOutbound { get; }

    /// <summary>Resets the stream: both ends' pipes fail at once.</summary>
    /// <param name="reason">Why, for this side's pipes; not sent.</param>
    void Abort(Exception? reason = null);
}
