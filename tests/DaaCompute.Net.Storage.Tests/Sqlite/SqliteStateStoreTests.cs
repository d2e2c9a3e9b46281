using System.Runtime.Versioning;
using DaaCompute.Net.Storage.Sqlite;

namespace DaaCompute.Net.Storage.Tests.Sqlite;

public sealed class SqliteStateStoreTests : IDisposable
{
    private static readonly byte[] Key = [1];

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenAsync_AfterACleanStop_HoldsEverythingAndLeavesNoMarker()
    {
        await using (SqliteStateStore store = await _folder.OpenAsync())
        {
            await PutAsync(store, 5);
            Assert.True(File.Exists(_folder.Marker));
        }

        Assert.False(File.Exists(_folder.Marker));
        Assert.False(File.Exists(_folder.Log));
        await using SqliteStateStore again = await _folder.OpenAsync();
        Assert.Equal(5, await ReadAsync(again));
    }

    [Fact]
    public async Task OpenAsync_OpenElsewhere_NamesTheSettingAndTheOwner()
    {
        await using SqliteStateStore store = await _folder.OpenAsync();

        StateStoreException exception = await Assert.ThrowsAsync<StateStoreException>(() => _folder.OpenAsync());

        Assert.Equal(StateStoreError.InUse, exception.Error);
        Assert.Contains("DaaCompute:Storage:Path", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", exception.Message, StringComparison.Ordinal);
        await PutAsync(store, 1);
    }

    [Fact]
    public async Task OpenAsync_NewerSchema_IsRefused()
    {
        StateSchema newer = new([["CREATE TABLE other (id INTEGER PRIMARY KEY)"], .. StateSchema.CurrentSteps]);
        await using (await _folder.OpenAsync(newer))
        {
        }

        StateStoreException exception = await Assert.ThrowsAsync<StateStoreException>(() => _folder.OpenAsync());

        Assert.Equal(StateStoreError.Unusable, exception.Error);
        Assert.Contains("newer version", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_OlderSchema_IsBroughtUpToDateWithItsData()
    {
        await using (SqliteStateStore store = await _folder.OpenAsync())
        {
            await PutAsync(store, 3);
        }

        StateSchema newer = new([.. StateSchema.CurrentSteps, ["CREATE TABLE added (id INTEGER PRIMARY KEY)"]]);
        await using (SqliteStateStore store = await _folder.OpenAsync(newer))
        {
            Assert.Equal(3, await ReadAsync(store));
        }

        await Assert.ThrowsAsync<StateStoreException>(() => _folder.OpenAsync());
    }

    [Fact]
    public async Task OpenAsync_AFailingMigration_LeavesTheOldSchema()
    {
        await using (SqliteStateStore store = await _folder.OpenAsync())
        {
            await PutAsync(store, 3);
        }

        StateSchema broken = new([.. StateSchema.CurrentSteps, ["CREATE TABLE half (id INTEGER PRIMARY KEY)", "not a statement"]]);
        await Assert.ThrowsAsync<StateStoreException>(() => _folder.OpenAsync(broken));

        await using SqliteStateStore again = await _folder.OpenAsync();
        Assert.Equal(3, await ReadAsync(again));
    }

    [Fact]
    public async Task OpenAsync_ADatabaseOfSomethingElse_IsRefused()
    {
        StateSchema other = new([["CREATE TABLE theirs (id INTEGER PRIMARY KEY)"]]);
        await Assert.ThrowsAsync<StateStoreException>(() => _folder.OpenAsync(other));
        File.Delete(_folder.Marker);

        StateStoreException exception = await Assert.ThrowsAsync<StateStoreException>(() => _folder.OpenAsync());

        Assert.Equal(StateStoreError.Unusable, exception.Error);
        Assert.Contains("is not a state store", exception.Message, StringComparison.Ordinal);
    }

    [PosixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task OpenAsync_Files_AreTheOwnersAlone()
    {
        await using SqliteStateStore store = await _folder.OpenAsync();
        await PutAsync(store, 1);

        string[] files = Directory.GetFiles(_folder.Folder);
        Assert.Equal(5, files.Length);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [PosixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task OpenAsync_FileOpenToOthers_IsRefusedWithTheCommand()
    {
        await using (await _folder.OpenAsync())
        {
        }

        File.SetUnixFileMode(_folder.Database, File.GetUnixFileMode(_folder.Database) | UnixFileMode.OtherRead);

        StateStoreException exception = await Assert.ThrowsAsync<StateStoreException>(() => _folder.OpenAsync());
        Assert.Contains($"chmod 600 '{_folder.Database}'", exception.Message, StringComparison.Ordinal);
    }

    [PosixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task OpenAsync_FolderThatOthersWriteTo_IsRefusedWithTheCommand()
    {
        File.SetUnixFileMode(_folder.Folder, File.GetUnixFileMode(_folder.Folder) | UnixFileMode.OtherWrite);

        StateStoreException exception = await Assert.ThrowsAsync<StateStoreException>(() => _folder.OpenAsync());
        Assert.Contains($"chmod 700 '{_folder.Folder}'", exception.Message, StringComparison.Ordinal);
    }

    [PosixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task OpenAsync_NoFolderYet_MakesOneOfTheOwnersAlone()
    {
        _folder.Options.Path = Path.Combine(_folder.Folder, "deeper", "state.db");
        await using SqliteStateStore store = await _folder.OpenAsync();

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.Combine(_folder.Folder, "deeper")));
    }

    [Fact]
    public async Task OpenAsync_APathThatIsAFolder_IsUnusable()
    {
        _folder.Options.Path = _folder.Folder;

        StateStoreException exception = await Assert.ThrowsAsync<StateStoreException>(() => _folder.OpenAsync());
        Assert.Contains("DaaCompute:Storage:Path", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommitAsync_BeyondABound_IsTheCallersMistakeAndNamesTheSetting()
    {
        _folder.Options.MaxBatchChanges = 2;
        await using SqliteStateStore store = await _folder.OpenAsync();

        await AssertRefusedAsync(store, "MaxKeyLength", new StateChange("c", new byte[1025], Key));
        await AssertRefusedAsync(store, "MaxValueLength", new StateChange("c", Key, new byte[(1 << 20) + 1]));
        await AssertRefusedAsync(store, "MaxBatchChanges", default, default, default);
        await AssertRefusedAsync(store, "printable ASCII", new StateChange("é", Key, Key));
        await AssertRefusedAsync(store, "printable ASCII", new StateChange(new string('c', 65), Key, Key));
        await PutAsync(store, 1);
    }

    [Fact]
    public async Task CommitAsync_BeyondMaxBytes_IsFullAndRecovers()
    {
        _folder.Options.MaxBytes = 1 << 20;
        await using SqliteStateStore store = await _folder.OpenAsync();
        await PutAsync(store, 1);
        byte[] much = new byte[300_000];
        StateStoreException? exception = null;
        for (byte number = 2; exception is null && number < 10; number++)
        {
            exception = await Record.ExceptionAsync(async () => await store.CommitAsync(
                [new StateChange("big", new[] { number }, much)], CancellationToken.None)) as StateStoreException;
        }

        Assert.Equal(StateStoreError.Full, exception!.Error);
        Assert.Equal(1, await ReadAsync(store));
        await store.CommitAsync([new StateChange("big", new byte[] { 2 }, default(ReadOnlyMemory<byte>?))], CancellationToken.None);
        await store.CommitAsync([new StateChange("big", new byte[] { 9 }, much)], CancellationToken.None);
    }

    [Fact]
    public async Task Calls_BeforeAndAfterItIsOpen_AreRefused()
    {
        SqliteStateStore store = _folder.Create();
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(store));
        await store.OpenAsync(CancellationToken.None);
        await PutAsync(store, 1);
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAsync(store));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => PutAsync(store, 2));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.OpenAsync(CancellationToken.None));
    }

    [Fact]
    public async Task DisposeAsync_WithCommitsWaiting_CommitsThemFirst()
    {
        SqliteStateStore store = await _folder.OpenAsync();
        Task[] commits = [.. Enumerable.Range(1, 200).Select(number => PutAsync(store, (byte)number))];
        await store.DisposeAsync();
        await Task.WhenAll(commits).ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(60));

        // Each either was committed or learnt that the store is closed; the last one that was committed holds.
        int done = commits.Count(commit => commit.IsCompletedSuccessfully);
        Assert.All(commits, commit => Assert.True(
            commit.IsCompletedSuccessfully || commit.Exception?.InnerException is ObjectDisposedException));
        await using SqliteStateStore again = await _folder.OpenAsync();
        Assert.Equal(done, await ReadAsync(again));
    }

    [Fact]
    public async Task ScanAsync_WhileOthersCommit_DoesNotHoldTheLogBack()
    {
        await using SqliteStateStore store = await _folder.OpenAsync();
        for (int batch = 0; batch < 20; batch++)
        {
            await store.CommitAsync(
                [.. Enumerable.Range(0, 100).Select(number =>
                    new StateChange("c", new[] { (byte)batch, (byte)number }, new byte[1000]))],
                CancellationToken.None);
        }

        int seen = 0;
        await foreach (StateEntry entry in store.ScanAsync("c", ReadOnlyMemory<byte>.Empty, CancellationToken.None))
        {
            if (seen++ % 10 == 0)
            {
                await store.CommitAsync([new StateChange("other", new[] { (byte)seen }, new byte[40_000])], CancellationToken.None);
            }
        }

        Assert.Equal(2000, seen);
        // Without a reader in the way the log starts over after every 1,000 pages; 8 MB of commits went through it.
        Assert.InRange(new FileInfo(_folder.Log).Length, 0, 3 * 4_152_000);
    }

    private static async Task AssertRefusedAsync(SqliteStateStore store, string words, params StateChange[] changes)
    {
        ArgumentException exception = await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await store.CommitAsync(changes, CancellationToken.None));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
    }

    private static Task PutAsync(SqliteStateStore store, byte value) =>
        store.CommitAsync([new StateChange("c", Key, new[] { value })], CancellationToken.None).AsTask();

    private static async Task<int> ReadAsync(SqliteStateStore store) =>
        (await store.GetAsync("c", Key, CancellationToken.None))?.Span[0] ?? 0;
}
