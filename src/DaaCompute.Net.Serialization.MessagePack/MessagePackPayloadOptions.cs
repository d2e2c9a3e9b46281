using System.ComponentModel.DataAnnotations;

namespace DaaCompute.Net.Serialization.MessagePack;

/// <summary>Bounds of MessagePack payloads. Section <c>DaaCompute:Serialization:MessagePack</c>.</summary>
public sealed class MessagePackPayloadOptions
{
    /// <summary>The settings' path, for error messages.</summary>
    internal const string Path = "DaaCompute:Serialization:MessagePack";

    /// <summary>The longest payload that is written or read, in bytes.</summary>
    /// <value>1 MiB, the limit on a control frame.</value>
    [Range(1, 1 << 30)]
    public int MaxLength { get; set; } = 1 << 20;

    /// <summary>How deeply arrays, maps and objects may be nested.</summary>
    /// <value>64, the limit on nesting of whatever comes from peers.</value>
    [Range(1, 500)]
    public int MaxDepth { get; set; } = 64;
}
