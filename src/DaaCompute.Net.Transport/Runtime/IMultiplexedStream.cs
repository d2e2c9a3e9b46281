using System.IO.Pipelines;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>One stream of a multiplexed connection.</summary>
internal interface IMultiplexedStream : IDuplexPipe, IAsyncDisposable
{
    /// <summary>Whether this node opened it.</summary>
    bool IsOutbound { get; }

    /// <summary>Resets it.</summary>
    void Abort(Exception? reason = null);
}
