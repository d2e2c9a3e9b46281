namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>Keeps other processes out, by a lock that the system drops with the process.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <exception cref="StateStoreException">Another process, or another store of this one, has it.</exception>
    public static StoreLock Acquire(StoreFiles files)
    {
        try
        {
            return new StoreLock(StoreFiles.OpenPrivate(files.Lock, FileShare.None));
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            string owner = OpenMarker.OwnerOf(files.Marker) ?? "another process";
            throw new StateStoreException(
                StateStoreError.InUse,
                $"'{files.Database}' is open in {owner}. Stop that one, or set {StateStoreOptions.PathSetting} to another file.",
                exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
