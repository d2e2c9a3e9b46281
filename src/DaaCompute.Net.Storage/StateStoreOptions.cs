using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Storage;

/// <summary>Where a node keeps its state and how much of it. The settings' path is <c>DaaCompute:Storage</c>.</summary>
public sealed class StateStoreOptions
{
    /// <summary>The settings' path, for error messages.</summary>
    internal const string SectionName = "DaaCompute:Storage";

    /// <summary>The setting that names the file, for error messages.</summary>
    internal const string PathSetting = SectionName + ":" + nameof(Path);

    /// <summary>The database's file. Beside it lie its log, its lock and, while it is open, a marker.</summary>
    /// <value>Default: none; a store on disk needs one.</value>
    public string? Path { get; set; }

    /// <summary>The longest key, in bytes.</summary>
    /// <value>Default: 1,024; a key that fits a quarter of a page keeps the tree shallow.</value>
    [Range(16, 4096)]
    public int MaxKeyLength { get; set; } = 1024;

    /// <summary>The longest value, in bytes.</summary>
    /// <value>Default: 1 MiB; larger things belong into files of their own.</value>
    [Range(1 << 10, 1 << 26)]
    public int MaxValueLength { get; set; } = 1 << 20;

    /// <summary>How many changes one batch may have.</summary>
    /// <value>Default: 10,000.</value>
    [Range(1, 1_000_000)]
    public int MaxBatchChanges { get; set; } = 10_000;

    /// <summary>How many bytes of keys and values one batch may have.</summary>
    /// <value>Default: 16 MiB.</value>
    [Range(1L << 10, 1L << 30)]
    public long MaxBatchBytes { get; set; } = 1L << 24;

    /// <summary>How many bytes the store may hold, its own structure included; beyond, commits fail as on a full disk.</summary>
    /// <value>Default: 16 GiB.</value>
    [Range(1L << 20, 1L << 43)]
    public long MaxBytes { get; set; } = 1L << 34;

    /// <summary>How many batches may wait for the writer; further callers wait for room.</summary>
    /// <value>Default: 1,024.</value>
    [Range(1, 65_536)]
    public int QueueCapacity { get; set; } = 1024;

    /// <summary>How many reads run at the same time; further ones wait.</summary>
    /// <value>Default: 4, which keeps a node's processors busy and its memory small (2 MiB of page cache each).</value>
    [Range(1, 64)]
    public int Readers { get; set; } = 4;

    /// <summary>
    /// Whether the whole store is checked each time it is opened, and not only after it was not stopped cleanly. The check
    /// reads every byte: a second for 50 to 100 MB.
    /// </summary>
    /// <value>Default: true.</value>
    public bool VerifyAtStart { get; set; } = true;
}
