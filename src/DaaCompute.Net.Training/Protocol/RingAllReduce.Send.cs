using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DaaCompute.Net.Training.Wire;

namespace DaaCompute.Net.Training.Protocol;

internal sealed partial class RingAllReduce<T>
{
    private int _sendStep;
    private int _sendOffset;
    private long _sentBefore;

    /// <summary>Gives out the next piece, when what it holds is there.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="payload">Its bytes; valid until the operation ends.</param>
    public bool TryTakePiece(out PieceHeader header, out ReadOnlySpan<byte> payload)
    {
        header = default;
        payload = default;
        if (IsSendingDone)
        {
            return false;
        }

        (int start, int length) = _plan.Segment(_plan.SegmentSentAt(_sendStep));
        int want = Math.Min(_pieceElements, length - _sendOffset);

        // What is sent after the first segment is, in the same order, what was received.
        bool isOwn = _sendStep == 0;
        int firstLength = _plan.Segment(_plan.SegmentSentAt(0)).Length;
        if (!isOwn && Received < _sentBefore + _sendOffset - firstLength + want)
        {
            return false;
        }

        int offset = start + _sendOffset;
        ReadOnlySpan<T> values = isOwn ? _input.Span.Slice(offset, want) : _scratch.Span.Slice(offset, want);
        payload = MemoryMarshal.AsBytes(values);
        header = _template with
        {
            Step = (ushort)_sendStep,
            VectorLength = _plan.Length,
            Offset = offset,
            PayloadLength = want * Unsafe.SizeOf<T>(),
        };
        _sendOffset += want;
        Volatile.Write(ref _sent, _sent + want);
        if (_sendOffset == length)
        {
            _sentBefore += length;
            _sendOffset = 0;
            _sendStep++;
            SkipEmptySends();
        }

        return true;
    }

    private void SkipEmptySends()
    {
        while (!IsSendingDone && _plan.Segment(_plan.SegmentSentAt(_sendStep)).Length == 0)
        {
            _sendStep++;
        }
    }
}
