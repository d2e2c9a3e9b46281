using System.Buffers.Binary;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Runtime;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

public sealed class StrictSignPolicyTests : IDisposable
{
    private readonly TestCrypto _crypto = new();
    private readonly StrictSignPolicy _policy;

    public StrictSignPolicyTests() => _policy = Create(SignedMessageIdForm.PeerId);

    public void Dispose() => _crypto.Dispose();

    [Fact]
    public void Message_SealedAndOpened_SaysWhoWroteIt()
    {
        InboundMessage message = _policy.Identify(_policy.Seal("t", new byte[] { 1, 2, 3 }))!;
        Assert.Equal(ValidationOutcome.Accepted, _policy.Open(message, TestPeers.Peer(9)));
        Assert.Equal(_crypto.Identity.PeerId, message.Content!.Author);
        Assert.Equal([1, 2, 3], message.Content.Data.ToArray());
        Assert.False(message.IsContentAddressed);
    }

    [Fact]
    public void Sequence_Grows()
    {
        ulong[] sequences = [.. Enumerable.Range(0, 100).Select(_ =>
            BinaryPrimitives.ReadUInt64BigEndian(_policy.Seal("t", default).Sequence!.Value.Span))];
        Assert.Equal(sequences.Distinct().Order(), sequences);
    }

    [Fact]
    public void Id_IsAuthorThenSequence_InTheFormThatWasChosen()
    {
        PubsubMessage message = _policy.Seal("t", new byte[] { 1 });
        byte[] sequence = message.Sequence!.Value.ToArray();
        Assert.Equal(
            [.. _crypto.Identity.PeerId.Bytes.Span, .. sequence], _policy.Identify(message)!.Id.Bytes.ToArray());
        Assert.Equal(
            [.. _crypto.Identity.PublicKey.Encoded.Span, .. sequence],
            Create(SignedMessageIdForm.PublicKey).Identify(message)!.Id.Bytes.ToArray());
    }

    [Fact]
    public void Message_WithAnythingChanged_IsForged()
    {
        PubsubMessage message = _policy.Seal("t", new byte[] { 1 });
        Assert.Equal(ValidationOutcome.Forged, Open(Fresh(message) with { Data = new byte[] { 2 } }));
        Assert.Equal(ValidationOutcome.Forged, Open(Fresh(message) with { Sequence = new byte[8] }));
        Assert.Equal(ValidationOutcome.Forged, Open(Fresh(message) with { Signature = new byte[3309] }));
        Assert.Equal(ValidationOutcome.Forged, Open(new PubsubMessage("u")
        {
            From = message.From,
            Data = message.Data,
            Sequence = message.Sequence,
            Signature = message.Signature,
            Key = message.Key,
        }));
    }

    [Fact]
    public void Message_MissingAField_HasNoPlace()
    {
        PubsubMessage message = _policy.Seal("t", new byte[] { 1 });
        Assert.Null(_policy.Identify(message with { From = null }));
        Assert.Null(_policy.Identify(message with { Sequence = null }));
        Assert.Null(_policy.Identify(message with { Sequence = new byte[7] }));
        Assert.Null(_policy.Identify(message with { Signature = null }));
        Assert.Null(_policy.Identify(message with { Key = null }));
        Assert.Null(_policy.Identify(message with { From = TestPeers.Peer(1).Bytes }));
    }

    [Fact]
    public void Copies_ThatDifferUnderOneId_HaveFingerprintsOfTheirOwn()
    {
        PubsubMessage message = _policy.Seal("t", new byte[] { 1 });
        InboundMessage real = _policy.Identify(message)!;
        InboundMessage forged = _policy.Identify(Fresh(message) with { Data = new byte[] { 2 } })!;
        Assert.Equal(real.Id, forged.Id);
        Assert.NotEqual(real.Fingerprint, forged.Fingerprint);
    }

    /// <summary>Without the frame that naming a message makes.</summary>
    private static PubsubMessage Fresh(PubsubMessage message) => message.Detach();

    private ValidationOutcome Open(PubsubMessage message) => _policy.Open(_policy.Identify(message)!, TestPeers.Peer(9));

    private StrictSignPolicy Create(SignedMessageIdForm form) =>
        new(_crypto.Identity, _crypto.Verifier, TimeProvider.System, form);
}
