using System.IO.Pipelines;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

/// <summary>A stream whose other end is the test: what is written can be read from <see cref="Written"/>.</summary>
internal sealed class PipeStream : IPeerStream
{
    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: 1024, resumeWriterThreshold: 512, useSynchronizationContext: false));

    public PipeReader Written => _pipe.Reader;

    public bool IsAborted { get; private set; }

    public ProtocolId Protocol { get; } = new("/meshsub/1.2.0");

    public IPeerConnection Connection => throw new NotSupportedException();

    public bool IsOutbound => true;

    public PipeReader Input => throw new NotSupportedException();

    public PipeWriter Output => _pipe.Writer;

    public void Abort(Exception? reason = null)
    {
        IsAborted = true;
        _pipe.Reader.Complete();
    }

    public async ValueTask DisposeAsync() => await _pipe.Writer.CompleteAsync();
}
