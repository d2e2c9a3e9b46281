using System.Text;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

internal static class AsciiExtensions
{
    public static byte[] Ascii(this string text) => Encoding.ASCII.GetBytes(text);
}
