using System.Diagnostics.Metrics;
using System.Globalization;

namespace DaaCompute.Net.Sim.Scenarios.Dht;

/// <summary>How lookups went: how many found what they sought, how long they took, and over how many hops.</summary>
internal sealed class DhtFigures : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly AsyncLocal<bool> _isMeasured = new();
    private readonly List<int> _hops = [];
    private readonly List<TimeSpan> _times = [];

    public DhtFigures()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "daacompute.dht.lookup.hops")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, hops, _, _) =>
        {
            if (_isMeasured.Value)
            {
                _hops.Add(hops);
            }
        });
        _listener.Start();
    }

    public int Lookups => _times.Count;

    public int Found { get; private set; }

    public double Success => 100.0 * Found / Lookups;

    /// <summary>Runs a lookup, and counts.</summary>
    public async Task MeasureAsync(Func<TimeSpan> clock, Func<Task<bool>> lookup)
    {
        _isMeasured.Value = true;
        TimeSpan begin = clock();
        bool found = await lookup();
        Found += found ? 1 : 0;
        _times.Add(clock() - begin);
    }

    public void Dispose() => _listener.Dispose();

    public override string ToString()
    {
        _hops.Sort();
        _times.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Lookups} lookups, success {Success:0.00} %, hops p50 {At(_hops, 0.5)} p95 {At(_hops, 0.95)}, "
            + $"time p50 {At(_times, 0.5).TotalMilliseconds:0} p95 {At(_times, 0.95).TotalMilliseconds:0} ms");
    }

    private static T? At<T>(List<T> sorted, double share) =>
        sorted.Count == 0 ? default : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
