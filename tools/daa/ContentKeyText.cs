using System.Text;
using DaaCompute.Net.Dht;

namespace DaaCompute.Net.CommandLine;

/// <summary>How content is named on the command line: a CID, a multihash in hexadecimal, or <c>text:</c> and anything.</summary>
internal static class ContentKeyText
{
    private const string TextPrefix = "text:";

    public static bool TryParse(string text, out ContentKey key)
    {
        if (text.StartsWith(TextPrefix, StringComparison.Ordinal))
        {
            key = ContentKey.ForContent(Encoding.UTF8.GetBytes(text[TextPrefix.Length..]));
            return true;
        }

        return ContentKey.TryParse(text, out key);
    }
}
