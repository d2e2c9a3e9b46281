using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace DaaCompute.Net.Storage.Tests.Sqlite;

/// <summary>A small file system in memory.</summary>
internal sealed class TmpfsMount : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("daa-tmpfs-");

    /// <exception cref="InvalidOperationException">It cannot be mounted.</exception>
    public TmpfsMount(int megabytes)
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=700");
        try
        {
            Run("mount", "-t", "tmpfs", "-o", size, "tmpfs", _folder.FullName);
        }
        catch
        {
            _folder.Delete();
            throw;
        }
    }

    public string Folder => _folder.FullName;

    public void Dispose()
    {
        Run("umount", _folder.FullName);
        _folder.Delete();
    }

    private static void Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(errors.Trim());
            }
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }
}
