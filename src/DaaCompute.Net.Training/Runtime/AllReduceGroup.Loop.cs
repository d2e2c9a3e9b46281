using DaaCompute.Net.Training.Diagnostics;
using DaaCompute.Net.Training.Protocol;
using DaaCompute.Net.Training.Wire;

namespace DaaCompute.Net.Training.Runtime;

internal sealed partial class AllReduceGroup
{
    private ReduceRequest? _request;

    private async Task RunAsync()
    {
        try
        {
            await foreach (GroupEvent happened in _events.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                if (happened is GroupEvent.Leave leave)
                {
                    Send(GroupCodec.Frame(Id, Self, leave.Reason));
                    break;
                }

                await ApplyAsync(happened).ConfigureAwait(false);
                while (_core.TryTakeEffect(out GroupEffect effect))
                {
                    await CarryAsync(effect).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception)
        {
            // Whatever went wrong here must reach the caller, not vanish with this task.
            TrainingLog.GroupCrashed(_services.Logger, exception, Id);
            SetFailure(new AllReduceFailedException(
                AllReduceFailureReason.Unknown, null, "group", "The group stopped on an unexpected error.", exception));
        }

        await CloseAsync().ConfigureAwait(false);
    }

    private async ValueTask ApplyAsync(GroupEvent happened)
    {
        TimeSpan now = Now;
        switch (happened)
        {
            case GroupEvent.Tick:
                _core.Tick(_run?.Sent ?? 0, _run?.Received ?? 0, now);
                break;
            case GroupEvent.Beat one:
                _core.HeartbeatReceived(one.Heartbeat, now);
                break;
            case GroupEvent.Stated one:
                if (one.Signed.Statement.Sender.Peer == one.From)
                {
                    _core.Heard(one.Signed.Statement.Sender, now);
                }

                _core.StatementReceived(one.Signed, now);
                break;
            case GroupEvent.Ready one:
                _core.ReadyReceived(one.From, one.Tag, now);
                break;
            case GroupEvent.Left one:
                _core.PeerLeft(one.From, one.Reason, now);
                _outlet.Forget(Id, one.From);
                break;
            case GroupEvent.PeerFound one:
                _core.PeerFound(one.Peer);
                break;
            case GroupEvent.LinkLost one:
                _core.PeerLost(one.Peer, now);
                break;
            case GroupEvent.RingStream one:
                Accept(one.Inbound);
                break;
            case GroupEvent.RingDone one when one.Run == _run:
                _core.RingCompleted(one.Tag, now);
                break;
            case GroupEvent.RingFailed one when one.Run == _run:
                Blame(one, now);
                break;
            case GroupEvent.Begin one:
                Begin(one.Request);
                break;
            case GroupEvent.Cancel one when one.Request == _request:
                await WithdrawAsync(one).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask CarryAsync(GroupEffect effect)
    {
        switch (effect)
        {
            case GroupEffect.SendStatement one:
                Send(GroupCodec.Frame(Id, one.Statement), one.To);
                break;
            case GroupEffect.SendHeartbeat one:
                Send(GroupCodec.Frame(Id, one.Heartbeat), one.To);
                break;
            case GroupEffect.SendReady one:
                Send(GroupCodec.Frame(Id, Self, one.Tag), one.To);
                break;
            case GroupEffect.AdoptView one:
                await AdoptAsync(one).ConfigureAwait(false);
                break;
            case GroupEffect.StartRing one:
                await StartRingAsync(one).ConfigureAwait(false);
                break;
            case GroupEffect.StopRing:
                await StopRingAsync().ConfigureAwait(false);
                break;
            case GroupEffect.Commit one:
                Commit(one.Sequence);
                break;
            case GroupEffect.Fail one:
                await FailAsync(one).ConfigureAwait(false);
                break;
        }
    }

    private void Send(byte[] frame, PeerId? to = null) => _outlet.Send(Id, to, frame);

    private void Begin(ReduceRequest request)
    {
        if (_failure is not null)
        {
            request.Fail(_failure);
            return;
        }

        _request = request;
        _restartsOfRequest = 0;
        _core.BeginOperation(new VectorShape(request.Vector.Length, request.Operation));
    }

    private void Blame(GroupEvent.RingFailed failed, TimeSpan now)
    {
        TrainingLog.RingStreamFailed(_services.Logger, Id, failed.Accused.Peer, $"{failed.Reason} at {failed.Step}");
        _step = failed.Step;
        if (failed.Reason is AllReduceFailureReason.WrongLength or AllReduceFailureReason.WrongType)
        {
            _core.ShapeRefused(failed.Accused, now);
        }
        else
        {
            _core.Accuse(failed.Accused, failed.Reason, now);
        }
    }

    /// <summary>
    /// The caller gives up. The contribution may be in others' sums already, so the only clean way is out.
    /// </summary>
    private async ValueTask WithdrawAsync(GroupEvent.Cancel cancelled)
    {
        await StopRingAsync().ConfigureAwait(false);
        _request = null;
        cancelled.Request.Cancel(cancelled.CancellationToken);
        var left = new GroupEffect.Fail(
            AllReduceFailureReason.Left, Self.Peer, "An operation was cancelled, and with it the membership.");
        await FailAsync(left).ConfigureAwait(false);
    }

    private async ValueTask FailAsync(GroupEffect.Fail effect)
    {
        if (_failure is not null)
        {
            return;
        }

        TrainingLog.GroupFailed(_services.Logger, Id, effect.Reason, effect.Message);
        Send(GroupCodec.Frame(Id, Self, effect.Reason));
        await StopRingAsync().ConfigureAwait(false);
        string step = _step ?? (_core.View is null ? "formation" : $"operation {_core.Committed + 1}");
        SetFailure(new AllReduceFailedException(effect.Reason, effect.Peer, step, effect.Message));
    }

    private void SetFailure(AllReduceFailedException failure)
    {
        _failure = failure;
        _joined.TrySetException(failure);
        _request?.Fail(failure);
        _request = null;
    }

    private async ValueTask CloseAsync()
    {
        _events.Writer.TryComplete();
        _outlet.Closed(this);
        await _closed.CancelAsync().ConfigureAwait(false);
        await DropRingAsync().ConfigureAwait(false);
        while (_events.Reader.TryRead(out GroupEvent? rest))
        {
            Refuse(rest);
        }

        _request?.Fail(Disposed());
        _request = null;

        _joined.TrySetException(Disposed());

        // Observed here, so that a join nobody waits for any more does not end as an unobserved exception.
        _ = _joined.Task.Exception;
    }

    /// <summary>Nothing can happen any more to a group that was left.</summary>
    private void Refuse(GroupEvent happened)
    {
        switch (happened)
        {
            case GroupEvent.RingStream one:
                one.Inbound.Release();
                break;
            case GroupEvent.Begin one:
                one.Request.Fail(_failure ?? (Exception)Disposed());
                break;
        }
    }

    private static ObjectDisposedException Disposed() => new(nameof(IAllReduceGroup), "The group was left.");
}
