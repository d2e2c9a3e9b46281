using System.Buffers;
using System.IO.Pipelines;

namespace DaaCompute.Net.Simulation.Peers;

/// <summary>What a stream has brought, for its reader; reading makes room in the sender's window.</summary>
internal sealed class PeerStreamInput(SimulatedPeerStream stream, Pipe pipe) : PipeReader
{
    private ReadOnlySequence<byte> _shown;
    private bool _completed;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        await stream.CheckUsableAsync().ConfigureAwait(false);
        ReadResult result = await pipe.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        _shown = result.Buffer;
        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        bool isThere = pipe.Reader.TryRead(out result);
        _shown = isThere ? result.Buffer : _shown;
        return isThere;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        long taken = _shown.IsEmpty ? 0 : _shown.Slice(0, consumed).Length;
        _shown = default;
        pipe.Reader.AdvanceTo(consumed, examined);
        stream.Consumed(taken);
    }

    public override void CancelPendingRead() => pipe.Reader.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
        if (_completed)
        {
            return;
        }

        _completed = true;
        pipe.Reader.Complete();
        stream.InputCompleted(exception);
    }
}
