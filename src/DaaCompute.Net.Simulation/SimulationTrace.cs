using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DaaCompute.Net.Simulation.Engine;

namespace DaaCompute.Net.Simulation;

/// <summary>The ordered log of all that happened in a simulation, kept as its SHA-256 and its last events.</summary>
/// <remarks>
/// Every timer that fired, every byte that arrived, and when: two runs with one hash did the same. A run writes millions
/// of events, so only the last ones are kept, for the report of a failure.
/// </remarks>
public sealed class SimulationTrace : IDisposable
{
    /// <summary>How many events are kept: enough to see what led to a failure, few enough to read.</summary>
    private const int RecentCapacity = 256;

    /// <summary>The fixed part of an event in the hash: when, kind, node, peer, length of what follows, value.</summary>
    private const int HeaderSize = 8 + 4 + 4 + 4 + 4 + 8;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly TraceEvent[] _recent = new TraceEvent[RecentCapacity];
    private SimulationLoop? _loop;
    private int _buffered;

    internal SimulationTrace()
    {
    }

    /// <summary>How many events have happened.</summary>
    public long Events { get; private set; }

    /// <summary>The last events, oldest first, a line each.</summary>
    public ImmutableArray<string> Recent
    {
        get
        {
            int kept = (int)Math.Min(Events, RecentCapacity);
            ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>(kept);
            for (long index = Events - kept; index < Events; index++)
            {
                lines.Add(Describe(_recent[index % RecentCapacity]));
            }

            return lines.MoveToImmutable();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    internal Action<string>? Log { get; init; }

    internal void Attach(SimulationLoop loop) => _loop = loop;

    internal void Append(TraceKind kind, int node, int peer, long value, ReadOnlySpan<byte> payload = default) =>
        Append(new TraceEvent(_loop!.Now, kind, node, peer, value, Text: null), payload);

    internal void Append(TraceKind kind, int node, string text)
    {
        TraceEvent item = new(_loop!.Now, kind, node, Peer: 0, Value: 0, text);
        Append(item, Encoding.UTF8.GetBytes(text));
        Log?.Invoke(Describe(item));
    }

    /// <summary>Tells the listener, if there is one, what a node logged; no part of the hash.</summary>
    internal void AppendLog(int node, string text) =>
        Log?.Invoke(Describe(new TraceEvent(_loop!.Now, TraceKind.Node, node, Peer: 0, Value: 0, text)));

    /// <summary>Ends the log.</summary>
    /// <returns>Its SHA-256, in lower-case hexadecimal.</returns>
    internal string Complete()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    private static string Describe(in TraceEvent item)
    {
        string time = TimeSpan.FromTicks(item.Ticks).ToString(@"hh\:mm\:ss\.fffffff", CultureInfo.InvariantCulture);
        string what = item.Kind switch
        {
            TraceKind.Timer => item.Node == 0 ? "timer of the world" : $"timer of node {item.Node}",
            TraceKind.Connect or TraceKind.Finish or TraceKind.Reset or TraceKind.GiveUp =>
                $"{item.Kind} {item.Node} -> {item.Peer} connection {item.Value}",
            TraceKind.Deliver => $"Deliver {item.Node} -> {item.Peer} {item.Value} B",
            TraceKind.Commit => $"Commit on node {item.Node}, batch {item.Value}",
            TraceKind.Node => $"node {item.Node}: {item.Text}",
            _ => $"{item.Kind}: {item.Text}",
        };
        return $"{time} {what}";
    }

    private void Append(in TraceEvent item, ReadOnlySpan<byte> payload)
    {
        _recent[Events++ % RecentCapacity] = item;
        if (_buffered + HeaderSize + payload.Length > _buffer.Length)
        {
            Flush();
        }

        Span<byte> header = _buffer.AsSpan(_buffered, HeaderSize);
        BinaryPrimitives.WriteInt64LittleEndian(header, item.Ticks);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], (int)item.Kind);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], item.Node);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], item.Peer);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], item.Value);
        _buffered += HeaderSize;
        if (payload.Length <= _buffer.Length - _buffered)
        {
            payload.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += payload.Length;
        }
        else
        {
            Flush();
            _hash.AppendData(payload);
        }
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _buffered);
        _buffered = 0;
    }
}
