using System.IO.Pipelines;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>A stream whose protocol is agreed.</summary>
internal sealed class PeerStream(
    IMultiplexedStream stream, ProtocolId protocol, PeerConnection connection, Action ended) : IPeerStream
{
    private Action? _ended = ended;

    public ProtocolId Protocol => protocol;

    public IPeerConnection Connection => connection;

    public bool IsOutbound => stream.IsOutbound;

    public PipeReader Input => stream.Input;

    public PipeWriter Output => stream.Output;

    public void Abort(Exception? reason = null)
    {
        stream.Abort(reason);
        End();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            End();
        }
    }

    private void End() => Interlocked.Exchange(ref _ended, null)?.Invoke();
}
