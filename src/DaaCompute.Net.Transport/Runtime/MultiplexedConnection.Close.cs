using DaaCompute.Net.Transport.Protocol;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Runtime;

/// <content>How the connection ends.</content>
internal sealed partial class MultiplexedConnection
{
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosed;
    private int _sessionUsers = 2;

    public Exception? CloseReason { get; private set; }

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_session.LocalWentAway && !_isClosed;
            _session.LocalWentAway = true;
        }

        if (isFirst)
        {
            using CancellationTokenSource deadline = new(_settings.CloseTimeout, _timeProvider);
            using CancellationTokenSource either =
                CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            await SayGoodbyeAsync(either.Token).ConfigureAwait(false);
            Terminate(null);
        }

        await _gone.Task.ConfigureAwait(false);
    }

    public void Abort(Exception reason) => Terminate(reason);

    public async ValueTask DisposeAsync()
    {
        Terminate(new ConnectionClosedException("The connection was disposed by this node."));
        await _gone.Task.ConfigureAwait(false);
    }

    /// <summary>Sends what waits and the goodbye, and waits for the peer to close its side in turn.</summary>
    private async ValueTask SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        try
        {
            _sessionFrames.GoAway(YamuxGoAwayCode.Normal);
            Writer.Flush();
            await Writer.WhenDrained().WaitAsync(cancellationToken).ConfigureAwait(false);
            await _transport.CloseOutputAsync(cancellationToken).ConfigureAwait(false);
            await _gone.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or TransportException)
        {
            // A goodbye that the peer does not take in time is cut short: the caller wants the connection gone.
        }
    }

    private void Terminate(Exception? reason)
    {
        List<MultiplexedStream> streams;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            CloseReason = reason;
            streams = [.. _unannounced, .. _session.Streams.Select(static state => (MultiplexedStream)state.Owner!)];
        }

        StopKeepAlive();
        _accepted.Writer.TryComplete();
        ConnectionClosedException failure = new(
            reason is null ? "The connection was closed." : $"The connection is gone: {reason.Message}", reason);
        foreach (MultiplexedStream stream in streams)
        {
            stream.Fail(failure, sparesEnded: true);
            stream.ReleaseBacklog();
        }

        _ = EndAsync(reason);
    }

    private async Task EndAsync(Exception? reason)
    {
        if (reason is ProtocolViolationException)
        {
            await SendGoAwayAsync(YamuxGoAwayCode.ProtocolError).ConfigureAwait(false);
        }

        Writer.Close();
        try
        {
            await _transport.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _memory.Release(BaseMemory);
            _gone.TrySetResult();
            await _closed.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task SendGoAwayAsync(YamuxGoAwayCode code)
    {
        _sessionFrames.GoAway(code);
        Writer.Flush();
        try
        {
            await Writer.WhenDrained().WaitAsync(_settings.CloseTimeout, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Whoever breaks the rules and does not read either is cut without an explanation.
        }
    }

    private void OnWriterStopped(Exception? exception)
    {
        if (exception is not null)
        {
            Terminate(exception as DaaComputeException ?? new ConnectionClosedException("Sending failed.", exception));
        }

        ReleaseSession();
    }

    /// <summary>The keys are wiped once neither direction uses them.</summary>
    private void ReleaseSession()
    {
        if (Interlocked.Decrement(ref _sessionUsers) == 0)
        {
            _secureSession.Dispose();
        }
    }
}
