using DaaCompute.Net.Storage.Diagnostics;
using DaaCompute.Net.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DaaCompute.Net.Storage.Tests.Sqlite;

/// <summary>A folder of its own for a store's files, removed at the end.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("daa-store-");
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<StorageMetrics>().BuildServiceProvider();

    public StoreFolder() => Options = new StateStoreOptions { Path = Path.Combine(_folder.FullName, "state.db") };

    public StateStoreOptions Options { get; }

    public string Folder => _folder.FullName;

    public string Database => Options.Path!;

    public string Log => Database + "-wal";

    public string Marker => Database + ".open";

    public SqliteStateStore Create(StateSchema? schema = null) => new(
        Options,
        schema ?? StateSchema.Current,
        TimeProvider.System,
        _services.GetRequiredService<StorageMetrics>(),
        NullLogger.Instance);

    public async Task<SqliteStateStore> OpenAsync(StateSchema? schema = null)
    {
        SqliteStateStore store = Create(schema);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <summary>Copies the files as they are now, as a crash at this moment would leave them.</summary>
    public StoreFolder Crash()
    {
        StoreFolder copy = new();
        foreach (string suffix in new[] { "", "-wal", ".open" })
        {
            if (File.Exists(Database + suffix))
            {
                File.Copy(Database + suffix, copy.Database + suffix);
            }
        }

        return copy;
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Delete(recursive: true);
    }
}
