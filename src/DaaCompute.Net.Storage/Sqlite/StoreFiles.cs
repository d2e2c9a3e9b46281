namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>The store's files: the owner's alone, in a folder where nobody else can put others in their place.</summary>
/// <remarks>
/// SQLite gives its log and its index the mode of the database. On Windows the modes are left to the folder's access list.
/// </remarks>
internal sealed class StoreFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    public StoreFiles(string path)
    {
        Database = Path.GetFullPath(path);
        Lock = Database + ".lock";
        Marker = Database + ".open";
    }

    public string Database { get; }

    /// <summary>Locked while a process has the store open; never removed, for a lock on a removed file excludes nobody.</summary>
    public string Lock { get; }

    /// <summary>There while the store is open, and after a crash.</summary>
    public string Marker { get; }

    /// <summary>Makes the folder if need be, and refuses one that others can write to.</summary>
    public void PrepareFolder()
    {
        string folder = Path.GetDirectoryName(Database)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, OwnerOnlyFolder);
        }

        if ((File.GetUnixFileMode(folder) & OthersWrite) != 0)
        {
            throw new StateStoreException(
                StateStoreError.Unusable,
                $"Others can write to '{folder}', where the node's state lies; close it with: chmod 700 '{folder}' "
                + $"(or set {StateStoreOptions.PathSetting} to a file in a folder of the node's own)");
        }
    }

    /// <summary>Opens a file for reading and writing, making it if need be, and refuses one that others can open.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">Who else may open it at the same time.</param>
    public static FileStream OpenPrivate(string path, FileShare share)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
        };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        options.UnixCreateMode = OwnerOnly;
        FileStream stream = new(path, options);
        if ((File.GetUnixFileMode(stream.SafeFileHandle) & ~OwnerOnlyFolder) == 0)
        {
            return stream;
        }

        stream.Dispose();
        throw new StateStoreException(StateStoreError.Unusable, $"'{path}' is open to others; close it with: chmod 600 '{path}'");
    }
}
