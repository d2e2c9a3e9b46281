using DaaCompute.Net.Crypto;

namespace DaaCompute.Net.Transport.Runtime;

/// <summary>A connection whose handshake is done, and what has come and gone on it so far.</summary>
/// <param name="Transport">The raw connection.</param>
/// <param name="Session">Its keys.</param>
/// <param name="IsOutbound">Whether this node dialled.</param>
/// <param name="Plaintext">Received plaintext that belongs to the multiplexer.</param>
/// <param name="Records">Received bytes of records not opened yet.</param>
/// <param name="BytesSent">Bytes sent so far.</param>
/// <param name="BytesReceived">Bytes received so far.</param>
internal sealed record SecuredTransport(
    ITransportConnection Transport,
    ISecureSession Session,
    bool IsOutbound,
    Memory<byte> Plaintext,
    ReadOnlyMemory<byte> Records,
    long BytesSent,
    long BytesReceived);
