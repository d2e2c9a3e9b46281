using DaaCompute.Net.Storage.Sqlite;

namespace DaaCompute.Net.Storage.Tests.Sqlite;

public sealed class SqliteStateStoreContractTests : StateStoreContract, IAsyncLifetime, IDisposable
{
    private readonly StoreFolder _folder = new();
    private SqliteStateStore? _store;

    protected override IStateStore Store => _store!;

    public async Task InitializeAsync() => _store = await _folder.OpenAsync();

    public async Task DisposeAsync() => await _store!.DisposeAsync();

    public void Dispose() => _folder.Dispose();
}
