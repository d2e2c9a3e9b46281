using System.Buffers;
using DaaCompute.Net.Simulation.Links;

namespace DaaCompute.Net.Simulation.Peers;

/// <summary>What one end of a peer connection sends the other.</summary>
internal sealed class PeerFrame(PeerFrameKind kind) : Packet
{
    /// <summary>A multiplexer's header, a record's length and its tag.</summary>
    private const int Overhead = 12 + 2 + 16;

    /// <summary>An identify message with a key, a few addresses and protocols.</summary>
    private const int IdentifySize = 2_600;

    private byte[]? _bytes;
    private int _length;

    public PeerFrameKind Kind => kind;

    /// <summary>The receiver's end of the stream; of one that is opened or reset, the sender's.</summary>
    public SimulatedPeerStream? Stream { get; init; }

    /// <summary>What an identify frame tells.</summary>
    public PeerInfo? Peer { get; init; }

    /// <summary>A stream's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public override int Size => Overhead + (kind == PeerFrameKind.Identify ? IdentifySize : _length);

    /// <summary>A frame of bytes, which takes over a rented buffer.</summary>
    public static PeerFrame Data(SimulatedPeerStream stream, byte[] rented, int length) =>
        new(PeerFrameKind.Data) { Stream = stream, _bytes = rented, _length = length };

    public override void Release()
    {
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
            _length = 0;
        }
    }
}
