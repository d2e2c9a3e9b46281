using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Training.Runtime;

/// <summary>The two streams that this member's place in a view's ring needs; they live as long as the view.</summary>
internal sealed class RingStreams : IAsyncDisposable
{
    private readonly TaskCompletionSource<InboundRing> _inbound =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly CancellationTokenSource _stop = new();

    public RingStreams(
        GroupView view, MemberId self, Func<MemberId, GroupView, CancellationToken, Task<IPeerStream>> open)
    {
        View = view;
        Successor = view.SuccessorOf(self);
        Predecessor = view.PredecessorOf(self);
        Outbound = view.Size > 1
            ? open(Successor, view, _stop.Token)
            : Task.FromCanceled<IPeerStream>(new CancellationToken(canceled: true));
    }

    public GroupView View { get; }

    public MemberId Successor { get; }

    public MemberId Predecessor { get; }

    public Task<IPeerStream> Outbound { get; }

    public Task<InboundRing> Inbound => _inbound.Task;

    /// <summary>Takes the predecessor's stream; false when it is not from there, or there is one already.</summary>
    public bool TryAccept(InboundRing inbound) =>
        View.Size > 1 && inbound.From == Predecessor && inbound.Epoch == View.Epoch && _inbound.TrySetResult(inbound);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (!_inbound.TrySetCanceled() && _inbound.Task.IsCompletedSuccessfully)
        {
            (await _inbound.Task.ConfigureAwait(false)).Release();
        }

        try
        {
            IPeerStream outbound = await Outbound.ConfigureAwait(false);
            outbound.Abort();
            await outbound.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DaaComputeException or OperationCanceledException)
        {
            // It never opened, or is gone already.
        }

        _stop.Dispose();
    }
}
