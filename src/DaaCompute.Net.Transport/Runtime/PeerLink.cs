namespace DaaCompute.Net.Transport.Runtime;

/// <summary>
/// One physical connection to a peer. A <see cref="PeerConnection"/> has one in use, and others only while a race or a
/// renewal is settled.
/// </summary>
internal sealed class PeerLink : IDisposable
{
    private readonly ConnectionLease _lease;
    private readonly TimeProvider _time;
    private readonly long _established;

    public PeerLink(IMultiplexedConnection multiplexed, ConnectionLease lease, TimeProvider time)
    {
        Multiplexed = multiplexed;
        _lease = lease;
        _time = time;
        _established = time.GetTimestamp();
    }

    public IMultiplexedConnection Multiplexed { get; }

    public bool IsOutbound => Multiplexed.IsOutbound;

    public bool IsAlive => !Multiplexed.Closed.IsCancellationRequested;

    /// <summary>Whether it only waits for its streams to end.</summary>
    public bool IsDraining { get; set; }

    public TimeSpan Age => _time.GetElapsedTime(_established);

    public long Bytes => Multiplexed.BytesSent + Multiplexed.BytesReceived;

    public int Streams => Multiplexed.InboundStreams + Multiplexed.OutboundStreams;

    public bool TryAttach(MemoryScope peer) => _lease.Memory.TryAttach(peer);

    public void Dispose() => _lease.Dispose();
}
