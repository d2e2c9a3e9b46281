using DaaCompute.Net.Crypto.Envelopes;
using DaaCompute.Net.Fuzz.Targets.Crypto;
using DaaCompute.Net.Gossip;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Runtime;
using DaaCompute.Net.Gossip.Wire;

namespace DaaCompute.Net.Fuzz.Targets.Gossip;

/// <summary>A published message is accepted only as its author sealed it; our own envelope has one encoding.</summary>
/// <remarks>The first byte chooses the policy, the rest is an RPC.</remarks>
[Decodes(typeof(EnvelopePolicy), nameof(EnvelopePolicy.Open))]
[Decodes(typeof(StrictSignPolicy), nameof(StrictSignPolicy.Open))]
internal sealed class GossipMessageTarget : IFuzzTarget
{
    private const string TopicName = "blocks";

    private static readonly byte[] Payload = [1, 2, 3];
    private static readonly HashIdentity Author = new("author", PeerKeyType.Ed25519);
    private static readonly HashVerifier Verifier = new(acceptsAll: false);

    private static readonly EnvelopePolicy Envelopes = new(
        new SignedEnvelopes(Author, Verifier), FixedTimeProvider.Instance, TimeSpan.FromDays(1));

    private static readonly StrictSignPolicy Strict = new(
        Author, Verifier, FixedTimeProvider.Instance, default(SignedMessageIdForm));

    private static readonly PubsubMessage Enveloped = Envelopes.Seal(TopicName, Payload);

    public string Name => "gossip-message";

    public AllocationLimit Limit { get; } = AllocationLimit.None(
        "Each of the RPC's messages is hashed, encoded and signed again; gossip-rpc and signed-envelope measure the decoding.");

    public IEnumerable<byte[]> Seeds() =>
    [
        [0, .. GossipFrame.Content(Enveloped.Frame)],
        [1, .. GossipFrame.Content(Strict.Seal(TopicName, Payload).Frame)],
        [0, .. GossipFrame.Content(Envelopes.Seal("votes", Payload).Frame)],
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty || !GossipDecoder.TryDecode(input[1..].ToArray(), out GossipRpc? rpc))
        {
            return;
        }

        bool isEnvelope = (input[0] & 1) == 0;
        IMessagePolicy policy = isEnvelope ? Envelopes : Strict;
        foreach (PubsubMessage message in rpc.Messages)
        {
            if (policy.Identify(message) is { } named && policy.Open(named, Author.PeerId) == ValidationOutcome.Accepted)
            {
                FuzzFindingException.Require(
                    named.Content is { } content && content.Author == Author.PeerId && content.Topic.Name == message.Topic
                        && content.Data.Span.SequenceEqual(Payload),
                    "a message was accepted that nobody sealed");
                FuzzFindingException.Require(
                    !isEnvelope || message.Topic != TopicName || message.Data.GetValueOrDefault().Span.SequenceEqual(Enveloped.Data!.Value.Span),
                    "one envelope has two encodings, and so two ids");
            }
        }
    }
}
