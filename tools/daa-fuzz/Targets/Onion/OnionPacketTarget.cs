using DaaCompute.Net.Crypto.Aead;
using DaaCompute.Net.Crypto.Hashing;
using DaaCompute.Net.Crypto.Kem;
using DaaCompute.Net.Onion.Protocol.Packet;
using DaaCompute.Net.Onion.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Onion;

/// <summary>A packet at a hop, and a reply at its maker: what was not made for them is refused, and nothing throws.</summary>
[Decodes(typeof(OnionPeeler), nameof(OnionPeeler.Peel))]
[Decodes(typeof(OnionPacket), nameof(OnionPacket.TryReadPayload))]
[Decodes(typeof(ReplySecrets), nameof(ReplySecrets.TryRead))]
internal sealed class OnionPacketTarget : IFuzzTarget
{
    private const int ManyPackets = 1 << 24;

    private readonly OnionPrimitives _primitives;
    private readonly EpochKey _own;

    public OnionPacketTarget()
    {
        SeededEntropy entropy = new("onion-packet");
        BouncyCastleMlKem768 kem = new(entropy);
        _primitives = new OnionPrimitives(kem, new ChaCha20Poly1305Cipher(), new Blake3KeyedHash(), entropy);
        _own = EpochKey.Generate(1, kem, new Blake3ContentHash(), ManyPackets);
    }

    public string Name => "onion-packet";

    public AllocationLimit Limit => AllocationLimit.None("the managed provider of ML-KEM allocates with every operation");

    public IEnumerable<byte[]> Seeds()
    {
        byte[] packet = new byte[OnionLayout.PacketSize];
        OnionPacket.Build(_primitives, epoch: 1, [Hop()], new byte[OnionLayout.CellSize], packet);
        return [packet];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        byte[] packet = input.ToArray();
        PeelOutcome outcome = OnionPeeler.Peel(_primitives, _own, packet, out HopCommand command);
        FuzzFindingException.Require(
            outcome is not PeelOutcome.Deliver || OnionPacket.TryReadPayload(packet.AsSpan(OnionLayout.HeaderSize), out _),
            "what is delivered is not whole");
        FuzzFindingException.Require(
            outcome is PeelOutcome.Malformed or PeelOutcome.Forged or PeelOutcome.Replayed || command.Action != default,
            "a packet was opened that orders nothing");

        byte[] block = new byte[OnionLayout.ReplyBlockSize];
        using ReplySecrets secrets = ReplyBlock.Create(_primitives, epoch: 1, [Hop()], block);
        byte[] payload = new byte[OnionLayout.PayloadSize];
        input[..Math.Min(input.Length, payload.Length)].CopyTo(payload);
        FuzzFindingException.Require(!secrets.TryRead(_primitives, payload, out _), "a reply that nobody made was read");
    }

    private OnionHop Hop() =>
        new(default, _primitives.Kem.ImportEncapsulationKey(_own.Encoded.Span), _own.Digest, TimeSpan.Zero);
}
