using System.Diagnostics;

namespace DaaCompute.Net.CommandLine.Doctor;

/// <summary>A file can be written, forced to the disk, renamed and read back where a node would keep its state.</summary>
internal sealed class DiskCheck(string folder) : ICheck
{
    private const long NeededBytes = 64 << 20;
    private static readonly TimeSpan SlowSync = TimeSpan.FromSeconds(1);

    public string Name => "disk";

    public string Fix => $"Let this user write to {folder}, or name another folder with {DataFolder.Variable} or --data.";

    public async Task<CheckResult> ExamineAsync(CancellationToken cancellationToken)
    {
        bool existed = Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"doctor-{Environment.ProcessId}.tmp");
        string renamed = path + ".renamed";
        try
        {
            byte[] content = "written, forced to the disk, renamed and read back"u8.ToArray();
            TimeSpan sync = await WriteAsync(path, content, cancellationToken);
            File.Move(path, renamed, overwrite: true);
            bool same = (await File.ReadAllBytesAsync(renamed, cancellationToken)).AsSpan().SequenceEqual(content);
            return Judge(same, sync, new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace);
        }
        finally
        {
            File.Delete(path);
            File.Delete(renamed);
            if (!existed)
            {
                Directory.Delete(folder);
            }
        }
    }

    private static async Task<TimeSpan> WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        await using FileStream file = new(path, FileMode.Create, FileAccess.Write);
        await file.WriteAsync(content, cancellationToken);
        long start = Stopwatch.GetTimestamp();
        file.Flush(flushToDisk: true);
        return Stopwatch.GetElapsedTime(start);
    }

    private CheckResult Judge(bool same, TimeSpan sync, long free)
    {
        string detail = FormattableString.Invariant(
            $"{folder}: fsync in {sync.TotalMilliseconds:0.0} ms, {free >> 20} MiB free");
        return (same, free >= NeededBytes, sync <= SlowSync) switch
        {
            (false, _, _) => new CheckResult(Name, Ok: false, detail + "; what was written does not read back", "Check the disk (SMART, fsck)."),
            (_, false, _) => new CheckResult(Name, Ok: false, detail, $"Free at least {NeededBytes >> 20} MiB, or name another folder with --data."),
            (_, _, false) => new CheckResult(Name, Ok: false, detail, "Use a disk whose fsync takes less than a second; a node syncs its votes."),
            _ => new CheckResult(Name, Ok: true, detail),
        };
    }
}
