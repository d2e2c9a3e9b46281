using BenchmarkDotNet.Attributes;
using DaaCompute.Net.Storage;

namespace DaaCompute.Net.Benchmarks.Storage;

/// <summary>Stopping and starting a store, its check of 64 MiB included.</summary>
[MemoryDiagnoser]
public class OpenBenchmark
{
    private const int Bytes = 64 << 20;

    private BenchmarkStore _store = null!;

    [Params(200, 6_000)]
    public int ValueLength { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _store = await BenchmarkStore.OpenAsync();
        for (int first = 0; first < Bytes / ValueLength; first += 1000)
        {
            await _store.Store.CommitAsync(
                [.. Enumerable.Range(first, 1000).Select(number =>
                    new StateChange("bench", BitConverter.GetBytes(number), new byte[ValueLength]))],
                CancellationToken.None);
        }
    }

    [GlobalCleanup]
    public async Task CleanupAsync() => await _store.DisposeAsync();

    [Benchmark]
    public Task Reopen() => _store.ReopenAsync();
}
