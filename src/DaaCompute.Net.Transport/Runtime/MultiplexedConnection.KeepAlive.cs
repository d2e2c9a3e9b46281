using DaaCompute.Net.Transport.Protocol;

namespace DaaCompute.Net.Transport.Runtime;

/// <content>Round trips, silence, stuck writes, and streams that a peer leaves half open.</content>
internal sealed partial class MultiplexedConnection
{
    /// <summary>What an idle link holds, in bytes; reserved while it lives.</summary>
    internal const int BaseMemory = 64 * 1024;

    private const string MemorySetting = "DaaCompute:Transport:Limits:ConnectionMemory";

    private readonly Lock _pingGate = new();
    private ITimer? _timer;
    private long _pingSent;
    private long _lastPing;
    private uint _pingValue;
    private long _roundTripTicks;
    private long _patienceTicks;

    public TimeSpan? RoundTripTime
    {
        get
        {
            long ticks = Volatile.Read(ref _roundTripTicks);
            return ticks == 0 ? null : _timeProvider.GetElapsedTime(0, ticks);
        }
    }

    public void Probe(TimeSpan patience)
    {
        Volatile.Write(ref _patienceTicks, patience.Ticks);
        Ping();
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
        if (isUnanswered && FindSilence() is ConnectionClosedException silence)
        {
            Terminate(silence);
            return;
        }

        if (!isUnanswered && _timeProvider.GetElapsedTime(_lastPing) >= _settings.KeepAliveInterval)
        {
            Ping();
        }

        ResetLingering();
    }

    private ConnectionClosedException? FindSilence()
    {
        TimeSpan silent = _timeProvider.GetElapsedTime(Math.Max(_reader.LastReceived, Volatile.Read(ref _pingSent)));
        if (Volatile.Read(ref _patienceTicks) is long patience and > 0 && silent.Ticks >= patience)
        {
            return new ConnectionClosedException(
                $"The peer came by another way and was silent on this one for {silent.TotalSeconds:0.#} s.");
        }

        return _timeProvider.GetElapsedTime(_reader.LastReceived) < _settings.SilenceTimeout
            ? null
            : new ConnectionClosedException(
                $"The peer was silent for {_settings.SilenceTimeout.TotalSeconds:0.#} s. "
                + "The setting is DaaCompute:Transport:SilenceTimeout.");
    }

    /// <summary>Asks, unless an answer is owed already.</summary>
    private void Ping()
    {
        lock (_pingGate)
        {
            if (Volatile.Read(ref _pingSent) != 0)
            {
                return;
            }

            _lastPing = Now;
            Volatile.Write(ref _pingSent, _lastPing);
            _sessionFrames.Ping(++_pingValue);
        }

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
        Volatile.Write(ref _patienceTicks, 0);
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
