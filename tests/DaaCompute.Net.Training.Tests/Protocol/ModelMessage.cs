using DaaCompute.Net.Training.Wire;

namespace DaaCompute.Net.Training.Protocol;

/// <summary>What travels between the members of a <see cref="ModelCluster"/>.</summary>
internal abstract record ModelMessage
{
    public sealed record Statement(SignedStatement Signed) : ModelMessage;

    public sealed record Beat(Heartbeat Heartbeat) : ModelMessage;

    public sealed record Ready(ReadyTag Tag) : ModelMessage;

    public sealed record Left(AllReduceFailureReason Reason) : ModelMessage;

    public sealed record LinkDown : ModelMessage;

    public sealed record Piece(PieceHeader Header, byte[] Payload) : ModelMessage;
}
