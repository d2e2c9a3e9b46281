using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace DaaCompute.Net.Transport.Tests.Runtime;

/// <summary>Text over streams.</summary>
internal static class StreamExtensions
{
    public static async Task SendAsync(this IDuplexPipe stream, string text) =>
        await stream.Output.WriteAsync(Encoding.UTF8.GetBytes(text), TestTime.Limit());

    public static async Task<string> ReceiveAsync(this IDuplexPipe stream, int length)
    {
        ReadResult result = await stream.Input.ReadAtLeastAsync(length, TestTime.Limit());
        string text = Encoding.UTF8.GetString(result.Buffer.Slice(0, Math.Min(length, result.Buffer.Length)).ToArray());
        stream.Input.AdvanceTo(result.Buffer.GetPosition(text.Length));
        return text;
    }

    /// <summary>Sends a word and waits for it to come back.</summary>
    public static async Task AssertEchoesAsync(this IDuplexPipe stream, string text)
    {
        await stream.SendAsync(text);
        Assert.Equal(text, await stream.ReceiveAsync(text.Length));
    }
}
