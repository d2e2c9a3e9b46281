using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DaaCompute.Net.Crypto;
using DaaCompute.Net.Training.Wire;

namespace DaaCompute.Net.Training.Protocol;

/// <summary>
/// One member's part in one operation on the ring: what it may send now, and what becomes of what it receives. Pure.
/// </summary>
/// <remarks>
/// The input is only read; results grow in the scratch. Every result segment is computed by one member alone, in the
/// order of the ring, and copied by the others, so all hold the same bits. One thread may send while another receives:
/// they share the count of received elements alone. A received piece overwrites a part of the scratch only when the
/// values sent from there have reached the successor, because the new values were made from them.
/// </remarks>
internal sealed partial class RingAllReduce<T> : IDisposable
    where T : unmanaged, INumber<T>
{
    private readonly RingPlan _plan;
    private readonly PieceHeader _template;
    private readonly ReadOnlyMemory<T> _input;
    private readonly Memory<T> _scratch;
    private readonly IContentHash _hash;
    private readonly IIncrementalHash _segmentHash;
    private readonly byte[] _segmentDigests;
    private readonly int _pieceElements;
    private long _received;
    private long _sent;

    /// <param name="plan">The member's place.</param>
    /// <param name="template">What the header of every piece has in common.</param>
    /// <param name="input">The member's contribution, finite throughout.</param>
    /// <param name="scratch">As long as the input; holds the result in the end.</param>
    /// <param name="pieceSize">The size of the pieces sent, in bytes.</param>
    /// <param name="hash">Hashes the result.</param>
    public RingAllReduce(
        RingPlan plan,
        PieceHeader template,
        ReadOnlyMemory<T> input,
        Memory<T> scratch,
        int pieceSize,
        IContentHash hash)
    {
        _plan = plan;
        _template = template;
        _input = input;
        _scratch = scratch;
        _hash = hash;
        _segmentHash = hash.CreateIncremental();
        _segmentDigests = new byte[plan.Size * IContentHash.DigestSize];
        _pieceElements = Math.Max(1, pieceSize / Unsafe.SizeOf<T>());
        SkipEmptySends();
        if (plan.Size == 1)
        {
            input.Span.CopyTo(scratch.Span);
            HashFinished(scratch.Span, segment: 0, isLast: true);
        }

        SkipEmptyReceives();
    }

    public RingPlan Plan => _plan;

    /// <summary>How many elements have been received; safe to read from any thread.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>How many elements have been given out to send; safe to read from any thread.</summary>
    public long Sent => Volatile.Read(ref _sent);

    public bool IsSendingDone => _sendStep >= _plan.Steps;

    public bool IsReceivingDone => _receiveStep >= _plan.Steps;

    /// <summary>The hash over the segments' hashes, once all is received.</summary>
    public ResultDigest Digest()
    {
        Span<byte> digest = stackalloc byte[IContentHash.DigestSize];
        _hash.Hash(_segmentDigests, digest);
        return ResultDigest.Read(digest);
    }

    public void Dispose() => _segmentHash.Dispose();

    private void HashFinished(ReadOnlySpan<T> values, int segment, bool isLast)
    {
        _segmentHash.Append(MemoryMarshal.AsBytes(values));
        if (isLast)
        {
            int start = segment * IContentHash.DigestSize;
            _segmentHash.GetCurrentHash(_segmentDigests.AsSpan(start, IContentHash.DigestSize));
            _segmentHash.Reset();
        }
    }
}
