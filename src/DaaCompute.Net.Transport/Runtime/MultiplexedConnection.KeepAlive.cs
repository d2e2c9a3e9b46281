using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Runtime;

/// <content>Round trips, silence, stuck writes, and streams that a peer leaves half open.</content>
internal sealed partial class MultiplexedConnection
{
    /// <summary>What an idle link holds, in bytes; reserved while it lives.</summary>
    internal const int BaseMemory = 64 * 1024;

    private const string MemorySetting = "DaaCompute:Transport:Limits:ConnectionMemory";

    private ITimer? _timer;
    private long _pingSent;
    private long _lastPing;
    private uint _pingValue;
    private long _roundTripTicks;

    public TimeSpan? RoundTripTime
    {
        get
        {
            long ticks = Volatile.Read(ref _roundTripTicks);
            return ticks == 0 ? null : _timeProvider.GetElapsedTime(0, ticks);
        }
    }

    private void StartKeepAlive()
    {
        TimeSpan period = new(Math.Min(_settings.KeepAliveInterval.Ticks, _settings.WriteTimeout.Ticks) / 6);
        _timer = _timeProvider.CreateTimer(
            static connection => ((MultiplexedConnection)connection!).Tick(), this, period, period);

        // The first round trip is measured at once: receive windows grow by it.
        Ping();
    }

    private void StopKeepAlive() => _timer?.Dispose();

    private void Tick()
    {
        long sendStarted = Writer.SendStarted;
        if (sendStarted != 0 && _timeProvider.GetElapsedTime(sendStarted) >= _settings.WriteTimeout)
        {
            Terminate(new ConnectionClosedException(
                $"The peer took nothing for {_settings.WriteTimeout.TotalSeconds:0.#} s. "
                + "The setting is DaaCompute:Transport:WriteTimeout."));
            return;
        }

        bool isUnanswered = Volatile.Read(ref _pingSent) != 0;
        if (isUnanswered && _timeProvider.GetElapsedTime(_reader.LastReceived) >= _settings.SilenceTimeout)
        {
            Terminate(new ConnectionClosedException(
                $"The peer was silent for {_settings.SilenceTimeout.TotalSeconds:0.#} s. "
                + "The setting is DaaCompute:Transport:SilenceTimeout."));
            return;
        }

        if (!isUnanswered && _timeProvider.GetElapsedTime(_lastPing) >= _settings.KeepAliveInterval)
        {
            Ping();
        }

        ResetLingering();
    }

    private void Ping()
    {
        _lastPing = Now;
        Volatile.Write(ref _pingSent, _lastPing);
        _sessionFrames.Ping(++_pingValue);
        Writer.Flush();
    }

    private void ReceivePong(uint value)
    {
        long sent = Volatile.Read(ref _pingSent);
        if (sent == 0 || value != _pingValue)
        {
            return;
        }

        Volatile.Write(ref _roundTripTicks, Math.Max(1, Now - sent));
        Volatile.Write(ref _pingSent, 0);
    }

    private void ResetLingering()
    {
        List<MultiplexedStream>? lingering = null;
        lock (_gate)
        {
            foreach (YamuxStreamState state in _session.Streams)
            {
                if (state.Owner is MultiplexedStream { CompletedAt: not 0 } stream
                    && _timeProvider.GetElapsedTime(stream.CompletedAt) >= _settings.StreamLinger)
                {
                    (lingering ??= []).Add(stream);
                }
            }
        }

        foreach (MultiplexedStream stream in lingering ?? [])
        {
            stream.Abort();
        }
    }
}
