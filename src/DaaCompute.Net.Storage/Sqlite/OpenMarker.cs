using System.Buffers.Binary;
using System.Text;

namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>
/// A file that is there while the store is open. It names the owner and keeps, apart from the database, the number of the
/// last acknowledged commit: so a log whose end has rotted is told from one whose end was never acknowledged.
/// </summary>
/// <remarks>
/// Two slots are written in turn, number and complement each, and not synced: the system keeps what a killed process wrote.
/// After a power failure the number may be too low, which only makes the check weaker for the last seconds.
/// </remarks>
internal sealed class OpenMarker : IDisposable
{
    private const int SlotSize = 16;
    private const int HeadSize = 2 * SlotSize;

    /// <summary>More than an owner's line needs.</summary>
    private const int MaxLength = 1024;

    private readonly FileStream _file;

    private OpenMarker(FileStream file) => _file = file;

    /// <summary>Reads what a process that did not stop cleanly has left.</summary>
    /// <returns>The last acknowledged commit, 0 when it does not say; null when there is no marker.</returns>
    public static long? ReadAcknowledged(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        Span<byte> head = stackalloc byte[HeadSize];
        using FileStream file = StoreFiles.OpenPrivate(path, FileShare.ReadWrite);
        head = head[..file.ReadAtLeast(head, HeadSize, throwOnEndOfStream: false)];
        return head.Length < HeadSize ? 0 : Math.Max(ReadSlot(head), ReadSlot(head[SlotSize..]));
    }

    /// <summary>Makes it, or makes it this process's own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="acknowledged">The last acknowledged commit.</param>
    /// <param name="now">The time, for people.</param>
    public static OpenMarker Create(string path, long acknowledged, DateTimeOffset now)
    {
        OpenMarker marker = new(StoreFiles.OpenPrivate(path, FileShare.ReadWrite));
        try
        {
            string owner = string.Create(null, $"process {Environment.ProcessId} on {Environment.MachineName}, since {now:u}\n");
            marker.Write(slot: 0, acknowledged);
            marker.Write(slot: 1, acknowledged);
            marker._file.SetLength(HeadSize);
            RandomAccess.Write(marker._file.SafeFileHandle, Encoding.UTF8.GetBytes(owner), HeadSize);
            marker._file.Flush(flushToDisk: true);
            return marker;
        }
        catch
        {
            marker.Dispose();
            throw;
        }
    }

    /// <summary>Who has the store open, or null when nobody says so.</summary>
    public static string? OwnerOf(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> contents = stackalloc byte[MaxLength];
            contents = contents[..file.ReadAtLeast(contents, MaxLength, throwOnEndOfStream: false)];
            return contents.Length > HeadSize ? Encoding.UTF8.GetString(contents[HeadSize..]).TrimEnd() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The name is for the message only; that the store is open elsewhere is known without it.
            return null;
        }
    }

    /// <summary>Notes that a commit is durable.</summary>
    public void Acknowledge(long sequence) => Write(sequence & 1, sequence);

    public void Dispose() => _file.Dispose();

    private void Write(long slot, long sequence)
    {
        Span<byte> encoded = stackalloc byte[SlotSize];
        BinaryPrimitives.WriteInt64LittleEndian(encoded, sequence);
        BinaryPrimitives.WriteInt64LittleEndian(encoded[8..], ~sequence);
        RandomAccess.Write(_file.SafeFileHandle, encoded, slot * SlotSize);
    }

    private static long ReadSlot(ReadOnlySpan<byte> slot)
    {
        long sequence = BinaryPrimitives.ReadInt64LittleEndian(slot);
        return sequence == ~BinaryPrimitives.ReadInt64LittleEndian(slot[8..]) ? sequence : 0;
    }
}
