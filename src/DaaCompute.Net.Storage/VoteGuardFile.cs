using System.Runtime.InteropServices;
using DaaCompute.Net.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Storage;

/// <summary>
/// The guard of a validator's votes, in a file beside the state store: written to a second file, synced, renamed over the
/// first, and the folder synced.
/// </summary>
internal sealed partial class VoteGuardFile : IGuardFile
{
    /// <summary>Windows' code of a full disk (ERROR_DISK_FULL), as an HRESULT.</summary>
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>ENOSPC on Linux and macOS.</summary>
    private const int UnixDiskFull = 28;

    private readonly string _path;
    private readonly StoreFiles _files;

    public VoteGuardFile(IOptions<StateStoreOptions> options)
        : this(options.Value.Path ?? throw new InvalidOperationException(
            $"A vote guard lies beside the state store; set {StateStoreOptions.PathSetting}."))
    {
    }

    public VoteGuardFile(string storePath)
    {
        _files = new StoreFiles(storePath);
        _path = _files.Database + ".guard";
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            _files.PrepareFolder();
            if (!File.Exists(_path))
            {
                return ValueTask.FromResult<ReadOnlyMemory<byte>?>(null);
            }

            using FileStream file = StoreFiles.OpenPrivate(_path, FileShare.Read);
            if (file.Length > IGuardFile.MaxLength)
            {
                throw new StateStoreException(StateStoreError.Damaged, $"'{_path}' is too long for a vote guard; remove it.");
            }

            byte[] content = new byte[file.Length];
            file.ReadExactly(content);
            return ValueTask.FromResult<ReadOnlyMemory<byte>?>(content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(exception);
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, IGuardFile.MaxLength);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            string next = _path + ".next";
            using (FileStream file = StoreFiles.OpenPrivate(next, FileShare.None))
            {
                file.SetLength(0);
                file.Write(content.Span);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, _path, overwrite: true);
            SyncFolder(Path.GetDirectoryName(_path)!);
            return ValueTask.CompletedTask;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(exception);
        }
    }

    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            // NTFS journals the rename; a folder cannot be opened for a flush.
            return;
        }

        int handle = OpenFolder(folder, 0);
        if (handle < 0)
        {
            throw new IOException($"'{folder}' cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        }

        int result = Sync(handle);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(handle);
        if (result != 0)
        {
            throw new IOException($"'{folder}' cannot be synced: error {error}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);

    private StateStoreException Failed(Exception exception)
    {
        bool isFull = exception.HResult is WindowsDiskFull or UnixDiskFull;
        return new StateStoreException(
            isFull ? StateStoreError.Full : StateStoreError.Failed,
            $"The vote guard '{_path}' failed: {exception.Message}",
            exception);
    }
}
