using DaaCompute.Net.Consensus.Protocol;
using DaaCompute.Net.Consensus.Wire;

namespace DaaCompute.Net.Consensus.Runtime;

/// <summary>From where a node goes on after a restart.</summary>
/// <param name="Start">The epoch.</param>
/// <param name="Snapshot">How far its engine had decided.</param>
/// <param name="Height">How many proposals were final then.</param>
/// <param name="Chain">The hash chain over them.</param>
/// <param name="Lowest">The lowest height in the log.</param>
/// <param name="Certificate">The newest certificate, or empty.</param>
internal sealed record StoredCheckpoint(
    EpochStart Start,
    EngineSnapshot Snapshot,
    long Height,
    ContentDigest Chain,
    long Lowest,
    ReadOnlyMemory<byte> Certificate)
{
    public ConsensusMessage ToMessage() => new(ConsensusMessageKind.Snapshot)
    {
        Epoch = Start.Height,
        Round = Lowest,
        Height = Height,
        Digest = Chain,
        Items =
        [
            ValidatorSetCodec.Encode(Start.Set, withKeys: true),
            Start.Chain.ToArray(),
            SnapshotCodec.Encode(Snapshot),
            Certificate,
        ],
    };

    public static StoredCheckpoint? FromMessage(ConsensusMessage message) =>
        message.Items.Length == 4
        && ValidatorSetCodec.TryDecode(message.Items[0].Span, out ValidatorSet? set)
        && message.Items[1].Length == ContentDigest.Size
        && SnapshotCodec.TryDecode(message.Items[2].Span, out EngineSnapshot? snapshot)
            ? new StoredCheckpoint(
                new EpochStart(set, message.Epoch, new ContentDigest(message.Items[1].Span)),
                snapshot,
                message.Height,
                message.Digest,
                message.Round,
                message.Items[3])
            : null;
}
