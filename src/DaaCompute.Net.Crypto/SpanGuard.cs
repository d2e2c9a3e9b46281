using System.Runtime.CompilerServices;

namespace DaaCompute.Net.Crypto;

/// <summary>Refuses buffers of a wrong length before any cryptography runs.</summary>
internal static class SpanGuard
{
    public static void RequireLength(
        ReadOnlySpan<byte> span,
        int length,
        [CallerArgumentExpression(nameof(span))] string? name = null)
    {
        if (span.Length != length)
        {
            throw new ArgumentException($"{length} bytes are needed, not {span.Length}.", name);
        }
    }

    public static void RequireContext(ReadOnlySpan<byte> context, int maximum)
    {
        if (context.Length > maximum)
        {
            throw new ArgumentException($"The context may be {maximum} bytes long, not {context.Length}.", nameof(context));
        }
    }
}
