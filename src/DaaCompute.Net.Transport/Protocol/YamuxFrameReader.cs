using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>Finds frame headers in a run of bytes that may break anywhere.</summary>
internal sealed class YamuxFrameReader
{
    private readonly byte[] _partial = new byte[YamuxFrame.HeaderSize];
    private int _partialLength;

    /// <summary>Whether the bytes so far end inside a header.</summary>
    public bool IsInsideHeader => _partialLength > 0;

    /// <summary>Takes the next header off the front; false when the bytes end first.</summary>
    /// <exception cref="ProtocolViolationException">The header is none of yamux.</exception>
    public bool TryRead(ref Span<byte> input, out YamuxFrame frame)
    {
        if (_partialLength == 0 && input.Length >= YamuxFrame.HeaderSize)
        {
            frame = Parse(input);
            input = input[YamuxFrame.HeaderSize..];
            return true;
        }

        int taken = Math.Min(YamuxFrame.HeaderSize - _partialLength, input.Length);
        input[..taken].CopyTo(_partial.AsSpan(_partialLength));
        input = input[taken..];
        _partialLength += taken;
        if (_partialLength < YamuxFrame.HeaderSize)
        {
            frame = default;
            return false;
        }

        _partialLength = 0;
        frame = Parse(_partial);
        return true;
    }

    private static YamuxFrame Parse(ReadOnlySpan<byte> header) =>
        YamuxFrame.TryRead(header, out YamuxFrame frame)
            ? frame
            : throw new ProtocolViolationException("A frame's header is none of yamux 1.0.");
}
