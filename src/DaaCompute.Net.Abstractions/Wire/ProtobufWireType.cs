namespace DaaCompute.Net.Wire;

/// <summary>How a protobuf field's value is laid out. Groups (3 and 4) are refused wherever they come.</summary>
/// <remarks>Source: protobuf.dev, Encoding, "Message Structure".</remarks>
public enum ProtobufWireType
{
    /// <summary>A varint: int32, uint64, bool, enum.</summary>
    Varint = 0,

    /// <summary>Eight little-endian bytes: fixed64, double.</summary>
    Fixed64 = 1,

    /// <summary>A length and as many bytes: string, bytes, nested message, packed array.</summary>
    LengthDelimited = 2,

    /// <summary>Four little-endian bytes: fixed32, float.</summary>
    Fixed32 = 5,
}
