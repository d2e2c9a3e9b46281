using DaaCompute.Net.Crypto;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Runtime;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

public sealed class EnvelopePolicyTests : IDisposable
{
    private readonly TestCrypto _crypto = new();
    private readonly SetTime _time = new();
    private readonly EnvelopePolicy _policy;

    public EnvelopePolicyTests() => _policy = new EnvelopePolicy(_crypto.Envelopes, _time, TimeSpan.FromSeconds(60));

    public void Dispose() => _crypto.Dispose();

    [Fact]
    public void Message_SealedAndOpened_SaysWhoWroteIt()
    {
        InboundMessage message = _policy.Identify(_policy.Seal("t", new byte[] { 1, 2, 3 }))!;
        Assert.Equal(ValidationOutcome.Accepted, _policy.Open(message, TestPeers.Peer(9)));
        Assert.Equal(_crypto.Identity.PeerId, message.Content!.Author);
        Assert.Equal([1, 2, 3], message.Content.Data.ToArray());
        Assert.Equal(TestPeers.Peer(9), message.Content.ReceivedFrom);
        Assert.True(message.Content.IsPostQuantum);
    }

    [Fact]
    public void Message_OfNoData_IsAMessage()
    {
        InboundMessage message = _policy.Identify(_policy.Seal("t", ReadOnlyMemory<byte>.Empty))!;
        Assert.Equal(ValidationOutcome.Accepted, _policy.Open(message, TestPeers.Peer(9)));
        Assert.True(message.Content!.Data.IsEmpty);
    }

    [Fact]
    public void Messages_OfEqualData_DifferInTheirIds() =>
        Assert.NotEqual(
            _policy.Identify(_policy.Seal("t", new byte[] { 1 }))!.Id,
            _policy.Identify(_policy.Seal("t", new byte[] { 1 }))!.Id);

    [Fact]
    public void Message_InAnotherTopic_IsForged()
    {
        PubsubMessage message = _policy.Seal("t", new byte[] { 1 });
        Assert.Equal(ValidationOutcome.Forged, Open(new PubsubMessage("u") { Data = message.Data }));
    }

    [Theory]
    [InlineData(61)]
    [InlineData(-61)]
    public void Message_FromAnotherTime_IsIgnored(int seconds)
    {
        PubsubMessage message = _policy.Seal("t", new byte[] { 1 });
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(ValidationOutcome.Ignored, Open(message));
        _time.Advance(TimeSpan.FromSeconds(-Math.Sign(seconds)));
        Assert.Equal(ValidationOutcome.Accepted, Open(message));
    }

    [Fact]
    public void Envelope_EncodedOtherwise_IsForged()
    {
        byte[] envelope = _policy.Seal("t", new byte[] { 1 }).Data!.Value.ToArray();
        Assert.Equal(ValidationOutcome.Accepted, Open(envelope));

        // An unknown field, an empty one, a field twice: each would be valid to a lenient reader, under an id of its own.
        Assert.Equal(ValidationOutcome.Forged, Open([.. envelope, 0x30, 0x01]));
        Assert.Equal(ValidationOutcome.Forged, Open([.. envelope, 0x22, 0x00]));
        Assert.Equal(ValidationOutcome.Forged, Open([0x32, 0x00, .. envelope]));

        // The first length (1,957 bytes: A5 0F) with a varint longer than need be.
        Assert.Equal([0x0A, 0xA5, 0x0F], envelope[..3]);
        Assert.Equal(ValidationOutcome.Forged, Open([0x0A, 0xA5, 0x8F, 0x00, .. envelope[3..]]));
    }

    [Fact]
    public void Envelope_ChangedAnywhere_IsForged()
    {
        byte[] envelope = _policy.Seal("t", new byte[] { 1 }).Data!.Value.ToArray();
        for (int position = 0; position < envelope.Length; position += 97)
        {
            byte[] changed = [.. envelope];
            changed[position] ^= 1;
            Assert.Equal(ValidationOutcome.Forged, Open(changed));
        }
    }

    [Fact]
    public void Envelope_SealedForAnotherPurpose_IsForged()
    {
        Assert.Equal(ValidationOutcome.Forged, Open(_crypto.Envelopes.Seal("libp2p-peer-record", EnvelopePolicy.PayloadType, [0x0A, 1, (byte)'t'])));
        Assert.Equal(ValidationOutcome.Forged, Open(_crypto.Envelopes.Seal(EnvelopePolicy.Domain, [3, 1], [0x0A, 1, (byte)'t'])));
    }

    [Fact]
    public void Message_WithFieldsOfASignedOne_HasNoPlace()
    {
        PubsubMessage message = _policy.Seal("t", new byte[] { 1 });
        Assert.Null(_policy.Identify(message with { From = new byte[] { 1 } }));
        Assert.Null(_policy.Identify(message with { Sequence = new byte[8] }));
        Assert.Null(_policy.Identify(message with { Signature = new byte[] { 1 } }));
        Assert.Null(_policy.Identify(message with { Key = new byte[] { 1 } }));
    }

    private ValidationOutcome Open(byte[] envelope) => Open(new PubsubMessage("t") { Data = envelope });

    private ValidationOutcome Open(PubsubMessage message) => _policy.Open(_policy.Identify(message)!, TestPeers.Peer(9));
}
