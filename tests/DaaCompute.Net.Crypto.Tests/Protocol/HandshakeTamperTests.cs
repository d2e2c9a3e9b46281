using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>Whatever is done to a message on its way, the handshake fails, and by its own exception.</summary>
public sealed class HandshakeTamperTests
{
    public static TheoryData<string> Protocols => NoiseProtocolNames.All;

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Message1_BitFlippedInEveryByte_NeverLeadsToASession(string id)
    {
        RecordedHandshake recorded = new(id);
        foreach (byte[] changed in Flip(recorded.Messages[0], allBitsBelow: 40))
        {
            using ISecureHandshake responder = recorded.AwaitingFirst();
            HandshakeException failure = Assert.Throws<HandshakeException>(() =>
            {
                // The first message is in the clear: what was changed shows at the latest in the answer's first tag.
                responder.ReadMessage(changed);
                byte[] answer = NoiseNode.Write(responder);
                using ISecureHandshake initiator = recorded.AwaitingSecond();
                initiator.ReadMessage(answer);
            });
            Assert.True(failure.Error is HandshakeError.Decryption or HandshakeError.InvalidKey, failure.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Message2_BitFlippedInEveryByte_IsRefused(string id) => AssertFlipsRefused(new RecordedHandshake(id), 1);

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Message3_BitFlippedInEveryByte_IsRefused(string id) => AssertFlipsRefused(new RecordedHandshake(id), 2);

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Message1_TruncatedAnywhere_IsMalformed(string id)
    {
        RecordedHandshake recorded = new(id);
        for (int length = 0; length < recorded.Messages[0].Length; length++)
        {
            using ISecureHandshake responder = recorded.AwaitingFirst();
            HandshakeException failure = Assert.Throws<HandshakeException>(
                () => responder.ReadMessage(recorded.Messages[0].AsSpan(0, length)));
            Assert.Equal(HandshakeError.Malformed, failure.Error);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Message2_TruncatedAnywhere_IsRefused(string id) => AssertTruncationsRefused(new RecordedHandshake(id), 1);

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Message3_TruncatedAnywhere_IsRefused(string id) => AssertTruncationsRefused(new RecordedHandshake(id), 2);

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Messages_OneByteTooMany_AreRefused(string id)
    {
        RecordedHandshake recorded = new(id);
        for (int message = 0; message < NoiseProtocol.MessageCount; message++)
        {
            using ISecureHandshake reader = recorded.Awaiting(message);
            byte[] longer = [.. recorded.Messages[message], 0];
            HandshakeException failure = Assert.Throws<HandshakeException>(() => reader.ReadMessage(longer));
            Assert.Equal(message == 0 ? HandshakeError.Malformed : HandshakeError.Decryption, failure.Error);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Messages_LongerThanTheLimit_AreMalformed(string id)
    {
        RecordedHandshake recorded = new(id);
        for (int message = 0; message < NoiseProtocol.MessageCount; message++)
        {
            using ISecureHandshake reader = recorded.Awaiting(message);
            byte[] oversize = new byte[reader.MaxMessageLength + 1];
            HandshakeException failure = Assert.Throws<HandshakeException>(() => reader.ReadMessage(oversize));
            Assert.Equal(HandshakeError.Malformed, failure.Error);
        }
    }

    [Theory]
    [InlineData("/daa/noise-pq/1.0.0", 1_216, 7_504, 6_368)]
    [InlineData("/noise", 32, 2_656, 2_624)]
    [InlineData("/noise-mlkem768-hfs/0.2.0", 1_216, 3_760, 2_624)]
    public void MaxMessageLength_EachStep_IsTheDocumentedLimit(string id, int first, int second, int third)
    {
        RecordedHandshake recorded = new(id);

        Assert.Equal(
            [first, second, third],
            Enumerable.Range(0, 3).Select(message => recorded.Awaiting(message).MaxMessageLength));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Messages_OfAnotherHandshake_AreRefused(string id)
    {
        RecordedHandshake recorded = new(id);
        RecordedHandshake other = new(id, "other");
        for (int message = 1; message < NoiseProtocol.MessageCount; message++)
        {
            using ISecureHandshake reader = recorded.Awaiting(message);
            HandshakeException failure = Assert.Throws<HandshakeException>(() => reader.ReadMessage(other.Messages[message]));
            Assert.Equal(HandshakeError.Decryption, failure.Error);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Message1_Replayed_NeverCompletesForTheReplayer(string id)
    {
        // The responder cannot know yet; who replays has no key for the answer and cannot write the third message.
        RecordedHandshake recorded = new(id);
        using ISecureHandshake responder = new RecordedHandshake(id, "later").AwaitingFirst();
        responder.ReadMessage(recorded.Messages[0]);
        NoiseNode.Write(responder);

        HandshakeException failure = Assert.Throws<HandshakeException>(() => responder.ReadMessage(recorded.Messages[2]));

        Assert.Equal(HandshakeError.Decryption, failure.Error);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Messages_SentBackToTheirSender_AreRefused(string id)
    {
        RecordedHandshake recorded = new(id);
        using ISecureHandshake initiator = recorded.AwaitingSecond();
        Assert.Throws<HandshakeException>(() => initiator.ReadMessage(recorded.Messages[0]));
        using ISecureHandshake responder = recorded.AwaitingThird();
        Assert.Throws<HandshakeException>(() => responder.ReadMessage(recorded.Messages[1]));
    }

    private static void AssertFlipsRefused(RecordedHandshake recorded, int message)
    {
        foreach (byte[] changed in Flip(recorded.Messages[message], allBitsBelow: 2))
        {
            using ISecureHandshake reader = recorded.Awaiting(message);
            HandshakeException failure = Assert.Throws<HandshakeException>(() => reader.ReadMessage(changed));
            Assert.True(failure.Error is HandshakeError.Decryption or HandshakeError.InvalidKey, failure.Message);
        }
    }

    private static void AssertTruncationsRefused(RecordedHandshake recorded, int message)
    {
        for (int length = 0; length < recorded.Messages[message].Length; length++)
        {
            using ISecureHandshake reader = recorded.Awaiting(message);
            HandshakeException failure = Assert.Throws<HandshakeException>(
                () => reader.ReadMessage(recorded.Messages[message].AsSpan(0, length)));
            Assert.True(failure.Error is HandshakeError.Malformed or HandshakeError.Decryption, failure.Message);
        }
    }

    /// <summary>One bit of every byte, each in its turn; every bit of the first bytes.</summary>
    private static IEnumerable<byte[]> Flip(byte[] message, int allBitsBelow)
    {
        for (int index = 0; index < message.Length; index++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                if (index < allBitsBelow || bit == index % 8)
                {
                    byte[] changed = (byte[])message.Clone();
                    changed[index] ^= (byte)(1 << bit);
                    yield return changed;
                }
            }
        }
    }
}
