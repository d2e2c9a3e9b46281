using Microsoft.Win32.SafeHandles;

namespace DaaCompute.Net.Crypto.Identity;

/// <summary>A small file that only its owner may read, written once and whole.</summary>
/// <remarks>
/// On Windows the modes are left to the folder's access list: files in a user's profile are closed to other users there.
/// </remarks>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Reads the file; the caller zeroes what it gets.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="IdentityStoreException">Others can read it or replace it, or it is too long.</exception>
    public static byte[]? Read(string path, int maxLength)
    {
        try
        {
            using SafeFileHandle handle = File.OpenHandle(path);
            CheckFile(path, handle);
            CheckFolder(Path.GetDirectoryName(path)!);
            long length = RandomAccess.GetLength(handle);
            if (length > maxLength)
            {
                throw new IdentityStoreException(
                    $"'{path}' is {length} bytes long, no identity is; set DaaCompute:Crypto:IdentityPath to another file.");
            }

            byte[] contents = new byte[length];
            return RandomAccess.Read(handle, contents, fileOffset: 0) == contents.Length
                ? contents
                : throw new IdentityStoreException($"'{path}' changed while it was read; start again.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes the file unless there is one: whole or not at all, and there after a power failure.</summary>
    /// <returns>False when there is one already.</returns>
    public static bool TryCreate(string path, ReadOnlySpan<byte> contents, IEntropySource entropy)
    {
        string folder = Path.GetDirectoryName(path)!;
        CreateFolder(folder);
        CheckFolder(folder);
        string temporary = $"{path}.{entropy.NextUInt64():x16}.tmp";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        FileStream stream = new(temporary, options);
        try
        {
            using (stream)
            {
                stream.Write(contents);
                stream.Flush(flushToDisk: true);
            }

            return Publish(temporary, path, folder);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static bool Publish(string temporary, string path, string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            bool linked = UnixFileSystem.TryLink(temporary, path);
            UnixFileSystem.SyncFolder(folder);
            return linked;
        }

        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, OwnerOnlyFolder);
        }
    }

    private static void CheckFile(string path, SafeFileHandle handle)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(handle) & ~OwnerOnlyFolder) != 0)
        {
            throw new IdentityStoreException($"'{path}' is open to others; close it with: chmod 600 '{path}'");
        }
    }

    /// <summary>Others may list the folder, for the file is closed; who can write to it could put another file there.</summary>
    private static void CheckFolder(string folder)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & OthersWrite) != 0)
        {
            throw new IdentityStoreException(
                $"Others can write to '{folder}', where the identity lies; close it with: chmod 700 '{folder}' "
                + "(or set DaaCompute:Crypto:IdentityPath to a folder of the node's own)");
        }
    }
}
