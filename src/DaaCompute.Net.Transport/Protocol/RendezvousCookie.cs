using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DaaCompute.Net.Transport.Protocol;

/// <summary>
/// Where a client stopped reading: the point's run, the last registration it was given, and a digest of the namespace, for a
/// cookie is good for one namespace of one run alone.
/// </summary>
/// <remarks>It protects nothing; a forged one skips registrations for the forger.</remarks>
internal static class RendezvousCookie
{
    public const int Length = 2 * sizeof(ulong) + DigestLength;

    private const int DigestLength = 8;

    public static byte[] Write(ulong epoch, string? name, ulong sequence)
    {
        byte[] cookie = new byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(cookie, epoch);
        BinaryPrimitives.WriteUInt64BigEndian(cookie.AsSpan(sizeof(ulong)), sequence);
        Digest(name).CopyTo(cookie.AsSpan(2 * sizeof(ulong)));
        return cookie;
    }

    public static bool TryRead(ReadOnlySpan<byte> cookie, ulong epoch, string? name, out ulong sequence)
    {
        sequence = 0;
        if (cookie.Length != Length
            || BinaryPrimitives.ReadUInt64BigEndian(cookie) != epoch
            || !cookie[(2 * sizeof(ulong))..].SequenceEqual(Digest(name)))
        {
            return false;
        }

        sequence = BinaryPrimitives.ReadUInt64BigEndian(cookie[sizeof(ulong)..]);
        return sequence < ulong.MaxValue;
    }

    /// <summary>No namespace, which stands for all of them, has a digest that no name has.</summary>
    private static ReadOnlySpan<byte> Digest(string? name) => name is null
        ? new byte[DigestLength]
        : SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, DigestLength);
}
