using System.Runtime.InteropServices;

namespace DaaCompute.Net.Crypto.Identity;

/// <summary>The three calls that .NET has no word for: link without replacing, and fsync of a folder.</summary>
/// <remarks>
/// <c>File.Move</c> without overwriting renames when the target is absent, so of two processes that both find it absent
/// the later would win; link(2) lets exactly one win.
/// </remarks>
internal static partial class UnixFileSystem
{
    private const int FileExists = 17; // EEXIST, on Linux, macOS and the BSDs
    private const int InvalidArgument = 22; // EINVAL, likewise: the file system does not sync folders
    private const int ReadOnly = 0; // O_RDONLY

    /// <summary>Gives a file a second name, unless the name is taken.</summary>
    /// <returns>False when it is taken.</returns>
    public static bool TryLink(string existingPath, string newPath)
    {
        if (Link(existingPath, newPath) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == FileExists
            ? false
            : throw new IOException($"The file system refused a hard link to '{newPath}': {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    /// <summary>Makes the names in a folder outlast a power failure.</summary>
    public static void SyncFolder(string path)
    {
        int descriptor = Open(path, ReadOnly);
        int error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (descriptor >= 0)
        {
            error = FSync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
            _ = Close(descriptor);
        }

        if (error is not (0 or InvalidArgument))
        {
            throw new IOException($"The folder '{path}' could not be synced: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existingPath, string newPath);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
