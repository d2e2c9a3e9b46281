namespace DaaCompute.Net.Simulation;

/// <summary>A machine's disk: a log of records that can tear, land in the wrong place, rot, and fill up.</summary>
/// <remarks>
/// It acknowledges a record after its sync, and keeps apart, as a doubly written header would, how many records it has
/// acknowledged. So a torn record that was never acknowledged is told from damage to one that was.
/// </remarks>
public sealed class SimulatedDisk
{
    private readonly SeededEntropySource _entropy;
    private readonly List<byte> _log = [];
    private byte[]? _writing;
    private byte[]? _writingGuard;

    internal SimulatedDisk(SeededEntropySource entropy) => _entropy = entropy;

    /// <summary>How many bytes it holds at most.</summary>
    /// <value>Default no limit.</value>
    public long Capacity { get; set; } = long.MaxValue;

    /// <summary>Bytes in use.</summary>
    public long Used => _log.Count;

    /// <summary>Whether the next record lands on one written before, which is thereby damaged.</summary>
    /// <value>Default false; false again once it has happened.</value>
    public bool MisdirectNextWrite { get; set; }

    /// <summary>Whether there is a guard file.</summary>
    public bool HasGuard => Guard is not null;

    /// <summary>What the guard file holds, or null.</summary>
    internal byte[]? Guard { get; private set; }

    /// <summary>Records acknowledged so far.</summary>
    internal long Acknowledged { get; private set; }

    /// <summary>The log as it stands.</summary>
    internal ReadOnlySpan<byte> Log => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_log);

    /// <summary>Turns one bit of what is stored, if anything is.</summary>
    public void Rot()
    {
        if (_log.Count > 0)
        {
            _log[_entropy.NextInt32(_log.Count)] ^= (byte)(1 << _entropy.NextInt32(8));
        }
    }

    /// <summary>Loses the guard file; the log stays.</summary>
    public void LoseGuard() => Guard = null;

    /// <summary>Loses the log, whole or from some record on, as a backup that is put back does; the guard file stays.</summary>
    /// <param name="share">How much of it stays, 0 to 1.</param>
    public void Truncate(double share)
    {
        long records = 0;
        int length = 0;
        while (length < share * _log.Count
            && Storage.BatchRecord.TryDecode(Log[length..], records, out _) is int record)
        {
            length += record;
            records++;
        }

        _log.RemoveRange(length, _log.Count - length);
        Acknowledged = records;
    }

    /// <summary>How long the next sync takes: 0.1 to 10 ms, mostly little.</summary>
    internal TimeSpan DrawSyncTime()
    {
        double uniform = _entropy.NextDouble();
        return TimeSpan.FromMicroseconds(100 + (9_900 * uniform * uniform * uniform));
    }

    internal bool HasRoomFor(int bytes) => bytes <= Capacity - Used;

    internal void BeginGuard(byte[] content) => _writingGuard = content;

    /// <summary>The guard file is renamed, and its folder synced.</summary>
    internal void EndGuard()
    {
        Guard = _writingGuard;
        _writingGuard = null;
    }

    internal void BeginWrite(byte[] record) => _writing = record;

    /// <summary>The sync is done: the record is durable, as far as the disk knows.</summary>
    internal void EndWrite()
    {
        byte[] record = _writing!;
        _writing = null;
        Acknowledged++;
        if (MisdirectNextWrite && _log.Count > 0)
        {
            MisdirectNextWrite = false;
            Overwrite(_entropy.NextInt32(_log.Count), record);
        }
        else
        {
            _log.AddRange(record);
        }
    }

    /// <summary>The machine fails: of a record being written, nothing, a part or all has reached the disk.</summary>
    internal void Crash()
    {
        if (_writing is not null)
        {
            // The ends are as likely as all that lies between.
            int reached = _entropy.NextInt32(3) switch
            {
                0 => 0,
                1 => _writing.Length,
                _ => _entropy.NextInt32(_writing.Length),
            };
            _log.AddRange(_writing.AsSpan(0, reached));
            _writing = null;
        }

        if (_writingGuard is not null)
        {
            // A rename has happened or it has not.
            Guard = _entropy.NextInt32(2) == 0 ? Guard : _writingGuard;
            _writingGuard = null;
        }
    }

    /// <summary>Takes the log as its reader found it, after a crash.</summary>
    /// <param name="length">Where the last whole record ends.</param>
    /// <param name="records">How many whole records there are.</param>
    internal void Recover(int length, long records)
    {
        _log.RemoveRange(length, _log.Count - length);
        Acknowledged = records;
    }

    private void Overwrite(int offset, byte[] record)
    {
        for (int index = 0; index < record.Length && offset + index < _log.Count; index++)
        {
            _log[offset + index] = record[index];
        }
    }
}
