using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DaaCompute.Net.Training.Wire;

namespace DaaCompute.Net.Training.Protocol;

internal sealed partial class RingAllReduce<T>
{
    private int _receiveStep;
    private int _receiveOffset;
    private int _pieceStart;
    private int _pieceBytes;
    private int _pieceFilled;

    /// <summary>Where the rest of the piece that was begun belongs; empty between pieces.</summary>
    public Span<byte> Destination => _pieceBytes == 0
        ? []
        : MemoryMarshal.AsBytes(_scratch.Span.Slice(_pieceStart, _pieceBytes / Unsafe.SizeOf<T>()))[_pieceFilled..];

    /// <summary>Begins a piece, or says what is wrong with it.</summary>
    public RingFault? BeginPiece(in PieceHeader header)
    {
        if (IsReceivingDone || _pieceBytes != 0)
        {
            return Refuse(AllReduceFailureReason.ProtocolViolation);
        }

        if (header.ElementType != _template.ElementType || header.Operation != _template.Operation)
        {
            return Refuse(AllReduceFailureReason.WrongType);
        }

        if (header.Epoch != _template.Epoch || header.Sequence != _template.Sequence)
        {
            return Refuse(AllReduceFailureReason.WrongRound);
        }

        if (header.VectorLength != _plan.Length)
        {
            return Refuse(AllReduceFailureReason.WrongLength);
        }

        (int start, int length) = _plan.Segment(_plan.SegmentReceivedAt(_receiveStep));
        int elements = header.PayloadLength / Unsafe.SizeOf<T>();
        if (header.Step != _receiveStep
            || header.Offset != start + _receiveOffset
            || elements <= 0
            || elements > length - _receiveOffset
            || header.PayloadLength != elements * Unsafe.SizeOf<T>()
            || header.PayloadLength > AllReduceOptions.MaxPieceSize)
        {
            return Refuse(AllReduceFailureReason.ProtocolViolation);
        }

        _pieceStart = header.Offset;
        _pieceBytes = header.PayloadLength;
        _pieceFilled = 0;
        return null;
    }

    /// <summary>
    /// Takes note of bytes put into <see cref="Destination"/>; with the last of a piece, works them in.
    /// </summary>
    public RingFault? Advance(int bytes)
    {
        _pieceFilled += bytes;
        return _pieceFilled == _pieceBytes ? EndPiece() : null;
    }

    private RingFault? EndPiece()
    {
        int elements = _pieceBytes / Unsafe.SizeOf<T>();
        Span<T> piece = _scratch.Span.Slice(_pieceStart, elements);
        ReadOnlySpan<T> own = _input.Span.Slice(_pieceStart, elements);
        _pieceBytes = 0;
        if (!_plan.IsReducing(_receiveStep))
        {
            if (!ElementReducer.AllFinite<T>(piece))
            {
                return Refuse(AllReduceFailureReason.NonFinite);
            }
        }
        else if (Reduce(piece, own) is { } fault)
        {
            return fault;
        }

        int segment = _plan.SegmentReceivedAt(_receiveStep);
        bool isFinished = !_plan.IsReducing(_receiveStep) || _plan.IsFinishing(_receiveStep);
        _receiveOffset += elements;
        bool isLast = _receiveOffset == _plan.Segment(segment).Length;

        // From here on the sender may pass it on, while this thread hashes it.
        Volatile.Write(ref _received, _received + elements);
        if (isFinished)
        {
            HashFinished(piece, segment, isLast);
        }

        if (isLast)
        {
            _receiveOffset = 0;
            _receiveStep++;
            SkipEmptyReceives();
        }

        return null;
    }

    private RingFault? Reduce(Span<T> incoming, ReadOnlySpan<T> own)
    {
        // The smaller or larger of two values may hide an infinity; sums and products keep it.
        if (_template.Operation is ReduceOperation.Min or ReduceOperation.Max && !ElementReducer.AllFinite<T>(incoming))
        {
            return Refuse(AllReduceFailureReason.NonFinite);
        }

        if (!ElementReducer.Combine(_template.Operation, incoming, own))
        {
            return BlameNonFinite(incoming, own);
        }

        if (_plan.IsFinishing(_receiveStep))
        {
            ElementReducer.Finish(_template.Operation, incoming, _plan.Size);
        }

        return null;
    }

    /// <summary>
    /// Either what came in was not finite, or two finite values made an infinite one. This member's value is at fault
    /// when it overflows even with itself; otherwise what came in was the larger, if it was a number at all.
    /// </summary>
    private RingFault BlameNonFinite(ReadOnlySpan<T> result, ReadOnlySpan<T> own)
    {
        int index = 0;
        while (T.IsFinite(result[index]))
        {
            index++;
        }

        T alone = _template.Operation == ReduceOperation.Product ? own[index] * own[index] : own[index] + own[index];
        return T.IsFinite(alone)
            ? Refuse(AllReduceFailureReason.NonFinite)
            : new RingFault(AllReduceFailureReason.Overflow, IsOwn: true, _plan.Describe(_receiveStep));
    }

    private RingFault Refuse(AllReduceFailureReason reason) =>
        new(reason, IsOwn: false, _plan.Describe(Math.Min(_receiveStep, Math.Max(0, _plan.Steps - 1))));

    private void SkipEmptyReceives()
    {
        while (!IsReceivingDone && _plan.Segment(_plan.SegmentReceivedAt(_receiveStep)).Length == 0)
        {
            int segment = _plan.SegmentReceivedAt(_receiveStep);
            if (!_plan.IsReducing(_receiveStep) || _plan.IsFinishing(_receiveStep))
            {
                HashFinished([], segment, isLast: true);
            }

            _receiveStep++;
        }
    }
}
