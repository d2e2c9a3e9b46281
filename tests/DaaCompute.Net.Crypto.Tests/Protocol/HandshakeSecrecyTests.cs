using System.Reflection;
using DaaCompute.Net.Crypto.KeyAgreement;
using DaaCompute.Net.Crypto.Protocol;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Crypto.Tests.Protocol;

/// <summary>Planted keys must not come out: neither in what is shown, nor in what is kept.</summary>
public sealed class HandshakeSecrecyTests
{
    public static TheoryData<string> Protocols => NoiseProtocolNames.All;

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Shown_FailuresAndObjects_HoldNoSecret(string id)
    {
        NoiseProtocol protocol = NoiseProtocolNames.Find(id);
        StreamEntropy secrets = new("planted");
        List<string> shown = [];
        for (int message = 0; message < NoiseProtocol.MessageCount; message++)
        {
            foreach (int position in (int[])[0, 16, 40, -1])
            {
                shown.AddRange(FailAt(protocol, secrets, message, position));
            }
        }

        using ISecureHandshake dial = Dial(protocol, secrets);
        shown.Add(dial.ToString()!);
        using ISecureHandshake accept = Accept(protocol, secrets);
        NoiseNode.Run(dial, accept);
        using ISecureSession session = dial.Complete();
        shown.Add(session.ToString()!);
        shown.Add(Assert.Throws<ProtocolViolationException>(() => session.Open(new byte[64])).ToString());

        Assert.Contains(shown, text => text.Contains("decrypt", StringComparison.Ordinal));
        AssertAbsent(secrets.Drawn, string.Join('\n', shown));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Kept_X25519AndChainingKeysAfterTheEnd_AreZero(bool fails)
    {
        HandshakeState initiator = new(NoiseProtocol.Libp2p.Name.Ascii(), true, NoiseNode.Suite(new StreamEntropy("a")));
        HandshakeState responder = new(NoiseProtocol.Libp2p.Name.Ascii(), false, NoiseNode.Suite(new StreamEntropy("b")));
        byte[] message = new byte[256];
        int length = initiator.WriteTokens(NoiseProtocol.Libp2p.TokensOf(0), message);
        responder.ReadTokens(NoiseProtocol.Libp2p.TokensOf(0), message.AsSpan(0, length));
        length = responder.WriteTokens(NoiseProtocol.Libp2p.TokensOf(1), message);
        message[40] ^= (byte)(fails ? 1 : 0);
        if (fails)
        {
            Assert.Throws<HandshakeException>(
                () => initiator.ReadTokens(NoiseProtocol.Libp2p.TokensOf(1), message.AsSpan(0, length)));
        }
        else
        {
            initiator.ReadTokens(NoiseProtocol.Libp2p.TokensOf(1), message.AsSpan(0, length));
        }

        List<byte[]> held = [.. SecretsOf(initiator), .. SecretsOf(responder)];
        Assert.Equal(5, held.Count);
        Assert.All(held, secret => Assert.True(secret.AsSpan().ContainsAnyExcept((byte)0)));
        initiator.Dispose();
        responder.Dispose();

        Assert.All(held, secret => Assert.False(secret.AsSpan().ContainsAnyExcept((byte)0)));
    }

    private static IEnumerable<string> FailAt(NoiseProtocol protocol, StreamEntropy secrets, int message, int position)
    {
        using ISecureHandshake dial = Dial(protocol, secrets);
        using ISecureHandshake accept = Accept(protocol, secrets);
        ISecureHandshake[] writers = [dial, accept, dial];
        ISecureHandshake[] readers = [accept, dial, accept];
        HandshakeException failure = Assert.Throws<HandshakeException>(() =>
        {
            for (int step = 0; step < NoiseProtocol.MessageCount; step++)
            {
                byte[] sent = NoiseNode.Write(writers[step]);
                int index = position < 0 ? sent.Length - 1 : Math.Min(position, sent.Length - 1);
                sent[index] ^= (byte)(step == message ? 0x40 : 0);
                readers[step].ReadMessage(sent);
            }
        });
        return [failure.ToString(), dial.ToString()!, accept.ToString()!];
    }

    private static ISecureHandshake Dial(NoiseProtocol protocol, IEntropySource entropy) => new NoiseChannelFactory(
        protocol,
        NoiseNode.Suite(entropy),
        new FakeIdentity("alice", protocol.IdentityType)).CreateInitiator(null, []);

    private static ISecureHandshake Accept(NoiseProtocol protocol, IEntropySource entropy) => new NoiseChannelFactory(
        protocol,
        NoiseNode.Suite(entropy),
        new FakeIdentity("bob", protocol.IdentityType)).CreateResponder([]);

    private static void AssertAbsent(IReadOnlyList<byte> secrets, string text)
    {
        // Six bytes in a row are enough to tell a leak from chance.
        const int window = 6;
        byte[] drawn = [.. secrets];
        Assert.NotEmpty(drawn);
        for (int offset = 0; offset + window <= drawn.Length; offset++)
        {
            ReadOnlySpan<byte> part = drawn.AsSpan(offset, window);
            Assert.DoesNotContain(Convert.ToHexString(part), text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(BitConverter.ToString(part.ToArray()), text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(part), text, StringComparison.Ordinal);
            Assert.DoesNotContain(string.Join(", ", part.ToArray()), text, StringComparison.Ordinal);
        }
    }

    /// <summary>The scalars and the chaining key a handshake holds, by the names of their fields.</summary>
    private static IEnumerable<byte[]> SecretsOf(object holder)
    {
        foreach (FieldInfo field in holder.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic))
        {
            object? value = field.GetValue(holder);
            if (field.Name is "_scalar" or "_chainingKey")
            {
                yield return (byte[])value!;
            }
            else if (value is SymmetricState or X25519PrivateKey)
            {
                foreach (byte[] secret in SecretsOf(value))
                {
                    yield return secret;
                }
            }
        }
    }
}
