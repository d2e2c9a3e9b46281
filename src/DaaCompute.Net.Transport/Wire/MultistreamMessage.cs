using System.Buffers;
using System.Text;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Transport.Wire;

/// <summary>A line of multistream-select: a varint length, the text, a newline that counts as part of it.</summary>
/// <remarks>Source: github.com/multiformats/multistream-select.</remarks>
internal static class MultistreamMessage
{
    public const string Header = "/multistream/1.0.0";
    public const string NotAvailable = "na";

    /// <summary>The longest line accepted, newline included: go-multistream's limit.</summary>
    public const int MaxLineLength = 1024;

    /// <summary>Appends a line.</summary>
    public static void Write(IBufferWriter<byte> output, string line)
    {
        UnsignedVarint.Write(output, (ulong)line.Length + 1);
        Span<byte> text = output.GetSpan(line.Length + 1);
        int length = Encoding.Latin1.GetBytes(line, text);
        text[length] = (byte)'\n';
        output.Advance(length + 1);
    }

    /// <summary>Reads a line from the start of a buffer.</summary>
    /// <param name="source">The bytes; what follows the line is left alone.</param>
    /// <param name="line">The text without its newline, when the result is true.</param>
    /// <param name="consumed">The bytes the line took, when the result is true.</param>
    /// <returns>False when the bytes end inside the line.</returns>
    /// <exception cref="ProtocolViolationException">The line is too long, empty, or without its newline.</exception>
    public static bool TryRead(in ReadOnlySequence<byte> source, out string line, out long consumed)
    {
        line = string.Empty;
        consumed = 0;
        Span<byte> prefix = stackalloc byte[(int)Math.Min(source.Length, UnsignedVarint.MaxLength)];
        source.Slice(0, prefix.Length).CopyTo(prefix);
        OperationStatus status = UnsignedVarint.Read(prefix, out ulong length, out int read);
        if (status == OperationStatus.NeedMoreData)
        {
            return false;
        }

        if (status != OperationStatus.Done || length is 0 or > MaxLineLength)
        {
            throw new ProtocolViolationException($"A multistream-select line is empty or above {MaxLineLength} bytes.");
        }

        if (source.Length < read + (long)length)
        {
            return false;
        }

        Span<byte> text = stackalloc byte[(int)length];
        source.Slice(read, (long)length).CopyTo(text);
        if (text[^1] != '\n')
        {
            throw new ProtocolViolationException("A multistream-select line does not end in a newline.");
        }

        line = Encoding.Latin1.GetString(text[..^1]);
        consumed = read + (long)length;
        return true;
    }
}
