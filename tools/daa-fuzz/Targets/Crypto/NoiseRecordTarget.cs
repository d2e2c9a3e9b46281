using DaaCompute.Net.Crypto;
using DaaCompute.Net.Crypto.Aead;
using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Fuzz.Targets.Crypto;

/// <summary>Records arrive as they were sealed and in their order, or the direction shuts for good.</summary>
/// <remarks>Eight records are sealed; an <see cref="EditScript"/> changes them, and the first byte may let one come twice.</remarks>
[Decodes(typeof(NoiseSession), nameof(NoiseSession.Open))]
[Decodes(typeof(RecordProtection), nameof(RecordProtection.Open))]
internal sealed class NoiseRecordTarget : IFuzzTarget
{
    private const int Records = 8;

    private static readonly ChaCha20Poly1305Cipher Cipher = new();
    private static readonly PeerPublicKey Remote = Samples.Key(PeerKeyType.MlDsa65, "remote");

    public string Name => "noise-record";

    public AllocationLimit Limit { get; } = AllocationLimit.None(
        "The target seals and edits the records itself; opening one in place allocates nothing, which the benchmarks hold.");

    public IEnumerable<byte[]> Seeds() => [[255], [3], [255, 2, 4, 0, 1], [255, 10, 0, 0, 9], [255, 24, 3, 0, 0]];

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        using NoiseSession sender = Session();
        using NoiseSession receiver = Session();
        bool isShut = false;
        for (int number = 0; number < Records; number++)
        {
            byte[] plaintext = new byte[number * 5];
            new SeededEntropy($"{number}").Fill(plaintext);
            byte[] sent = [.. plaintext, .. new byte[ISecureSession.TagSize]];
            sender.Seal(sent);
            byte[] arrived = EditScript.Apply(input[1..], number, Records, sent);
            isShut |= !arrived.AsSpan().SequenceEqual(sent);
            int? length = Open(receiver, arrived);
            FuzzFindingException.Require(isShut == (length is null), isShut ? "a changed record opened" : "a true record was refused");
            FuzzFindingException.Require(
                isShut || arrived.AsSpan(0, length!.Value).SequenceEqual(plaintext), "a record holds something else");
            if (number == input[0])
            {
                FuzzFindingException.Require(Open(receiver, [.. sent]) is null, "a record opened twice");
                isShut = true;
            }
        }
    }

    private static int? Open(NoiseSession receiver, byte[] record)
    {
        try
        {
            return receiver.Open(record);
        }
        catch (ProtocolViolationException)
        {
            return null;
        }
    }

    private static NoiseSession Session() => new(NoiseProtocol.PostQuantum, State(), State(), Remote, multiplexer: null, []);

    private static CipherState State()
    {
        CipherState state = new(Cipher);
        state.InitializeKey(new byte[CipherState.KeySize]);
        return state;
    }
}
