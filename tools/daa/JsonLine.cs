using System.Text.Encodings.Web;
using System.Text.Json;

namespace DaaCompute.Net.CommandLine;

/// <summary>One JSON value on one line, for programs that read this one's output.</summary>
internal static class JsonLine
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write<T>(T value)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(value, Options));
        Console.Out.Flush();
    }
}
