using System.Text.Unicode;
using DaaCompute.Net.Gossip;

namespace DaaCompute.Net.CommandLine;

/// <summary>A message of a topic, as the commands that subscribe print it.</summary>
internal static class MessageLine
{
    public static void Write(GossipMessage message, bool json)
    {
        ReadOnlySpan<byte> data = message.Data.Span;
        string? text = Utf8.IsValid(data) ? System.Text.Encoding.UTF8.GetString(data) : null;
        if (json)
        {
            JsonLine.Write(new
            {
                @event = "message",
                at = TimeProvider.System.GetUtcNow(),
                topic = message.Topic.Name,
                author = message.Author?.ToString(),
                from = message.ReceivedFrom.ToString(),
                text,
                data = Convert.ToBase64String(data),
            });
        }
        else
        {
            Console.WriteLine($"{message.Topic} {message.Author?.ToString() ?? "unsigned"}: {text ?? Convert.ToHexStringLower(data)}");
        }
    }
}
