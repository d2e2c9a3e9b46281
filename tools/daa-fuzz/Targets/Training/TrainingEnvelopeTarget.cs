using DaaCompute.Net.Fuzz.Targets.Crypto;
using DaaCompute.Net.Training.Wire;
using DaaCompute.Net.Training.Wire.Proto;
using Google.Protobuf;

namespace DaaCompute.Net.Fuzz.Targets.Training;

/// <summary>A training message is what was signed, and opens for its sender alone.</summary>
[Decodes(typeof(TrainingEnvelope), nameof(TrainingEnvelope.Open))]
internal sealed class TrainingEnvelopeTarget : IFuzzTarget
{
    private static readonly HashIdentity Sender = new("trainer", PeerKeyType.Ed25519);
    private static readonly TrainingEnvelope Lenient = Envelope(acceptsAll: true);
    private static readonly TrainingEnvelope Strict = Envelope(acceptsAll: false);

    public string Name => "training-envelope";

    public AllocationLimit Limit { get; } = new(
        12, 4096, "An empty layer's name takes two bytes of a message and a reference of eight in a list that doubles.");

    public IEnumerable<byte[]> Seeds()
    {
        TrainingMessage[] messages =
        [
            new()
            {
                GradientUpdate = new GradientUpdate
                {
                    RoundId = 42,
                    CompressedGradients = ByteString.CopyFrom(1, 2, 3),
                    CompressionRatio = 0.5f,
                    AffectedLayers = { "attention.0", "mlp.0" },
                },
            },
            new() { ModelShard = new ModelShard { Digest = ByteString.CopyFrom(new byte[32]), Length = 9, Model = "m", Index = 1, Count = 2 } },
            new() { Checkpoint = new CheckpointAnnouncement { Model = "m", RoundId = 3, TotalLength = 1 << 30 } },
            new() { Task = new TaskAssignment { TaskId = ByteString.CopyFrom(1), Kind = "train", Parameters = ByteString.CopyFrom(2) } },
            new() { Vote = new ConsensusVote { Data = ByteString.CopyFrom(1, 2, 3, 4) } },
        ];
        return messages.Select(Strict.Seal);
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        AllocationMeter meter = AllocationMeter.Start(Limit, input.Length);
        EnvelopeError error = Lenient.Open(input, Sender.PublicKey, out TrainingMessage? message);
        meter.Stop();
        FuzzFindingException.Require(error == EnvelopeError.None == message is not null, "an error with a message, or neither");
        EnvelopeError proved = Strict.Open(input, Sender.PublicKey, out _);
        FuzzFindingException.Require(error is EnvelopeError.None or EnvelopeError.ClockSkew || proved == error, "two readings of one message");
        if (message is null)
        {
            return;
        }

        FuzzFindingException.Require(
            message.PayloadCase != TrainingMessage.PayloadOneofCase.None
                && input.EndsWith(message.SenderSignature.Span)
                && !message.SenderSignature.IsEmpty,
            "a message was read without payload or signature");
        byte[] sealedAgain = Strict.Seal(message.Clone());
        FuzzFindingException.Require(
            Strict.Open(sealedAgain, Sender.PublicKey, out TrainingMessage? again) == EnvelopeError.None
                && again!.PayloadCase == message.PayloadCase,
            "what was read cannot be sent on");
    }

    private static TrainingEnvelope Envelope(bool acceptsAll) =>
        new(Sender, new HashVerifier(acceptsAll), FixedTimeProvider.Instance, TimeSpan.MaxValue);
}
