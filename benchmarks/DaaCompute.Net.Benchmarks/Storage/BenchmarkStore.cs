using DaaCompute.Net.Storage;
using DaaCompute.Net.Storage.Diagnostics;
using DaaCompute.Net.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DaaCompute.Net.Benchmarks.Storage;

/// <summary>A store where the machine keeps its temporary files; in memory, a sync would cost nothing.</summary>
internal sealed class BenchmarkStore : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("daa-bench-");
    private readonly ServiceProvider _services =
        new ServiceCollection().AddMetrics().AddSingleton<StorageMetrics>().BuildServiceProvider();

    private SqliteStateStore _store;

    private BenchmarkStore() => _store = Create();

    public IStateStore Store => _store;

    public static async Task<BenchmarkStore> OpenAsync()
    {
        BenchmarkStore store = new();
        await store._store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <summary>Stops it cleanly and opens it again, which checks all of it.</summary>
    public async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = Create();
        await _store.OpenAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private SqliteStateStore Create() => new(
        new StateStoreOptions { Path = Path.Combine(_folder.FullName, "state.db") },
        StateSchema.Current,
        TimeProvider.System,
        _services.GetRequiredService<StorageMetrics>(),
        NullLogger.Instance);
}
