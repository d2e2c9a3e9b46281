namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Ends a handshake that takes too long, or whose peer delivers too slowly.</summary>
internal sealed class HandshakeDeadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private readonly HandshakeChannel _channel;
    private readonly LinkSettings _settings;
    private readonly TimeProvider _timeProvider;
    private readonly long _started;

    public HandshakeDeadline(
        HandshakeChannel channel, LinkSettings settings, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _channel = channel;
        _settings = settings;
        _timeProvider = timeProvider;
        _started = timeProvider.GetTimestamp();
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TimeSpan period = settings.HandshakeTimeout / 10;
        _timer = timeProvider.CreateTimer(static deadline => ((HandshakeDeadline)deadline!).Check(), this, period, period);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void Check()
    {
        TimeSpan elapsed = _timeProvider.GetElapsedTime(_started);
        bool isSlow = elapsed >= _settings.HandshakeGrace
            && _channel.BytesReceived < elapsed.TotalSeconds * _settings.HandshakeMinimumRate;
        if (isSlow || elapsed >= _settings.HandshakeTimeout)
        {
            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The handshake ended while the timer fired: there is nothing left to cut short.
            }
        }
    }
}
