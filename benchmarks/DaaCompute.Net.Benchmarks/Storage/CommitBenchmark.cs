using BenchmarkDotNet.Attributes;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Benchmarks.Storage;

/// <summary>Durable batches of one 200-byte pair by several callers at the same time: what group commit saves.</summary>
[MemoryDiagnoser]
public class CommitBenchmark
{
    private BenchmarkStore _store = null!;
    private StateChange[][] _batches = null!;
    private Task[] _commits = null!;

    /// <summary>Each commits one batch; an operation is all of them.</summary>
    [Params(1, 16, 256)]
    public int Callers { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _store = await BenchmarkStore.OpenAsync();
        _batches = [.. Enumerable.Range(0, Callers).Select(caller =>
            (StateChange[])[new StateChange("bench", new[] { (byte)caller }, new byte[200])])];
        _commits = new Task[Callers];
        await Commit();
    }

    [GlobalCleanup]
    public async Task CleanupAsync() => await _store.DisposeAsync();

    [Benchmark(Baseline = true)]
    public Task Commit()
    {
        for (int caller = 0; caller < Callers; caller++)
        {
            _commits[caller] = _store.Store.CommitAsync(_batches[caller], CancellationToken.None).AsTask();
        }

        return Task.WhenAll(_commits);
    }

    /// <summary>The same number of reads, for scale.</summary>
    [Benchmark]
    public async Task<int> Read()
    {
        int bytes = 0;
        foreach (StateChange[] batch in _batches)
        {
            bytes += (await _store.Store.GetAsync("bench", batch[0].Key, CancellationToken.None))!.Value.Length;
        }

        return bytes;
    }
}
