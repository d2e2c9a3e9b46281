using System.Collections.Concurrent;
using DaaCompute.Net.Gossip.Diagnostics;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Runtime;
using DaaCompute.Net.Gossip.Tests.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace DaaCompute.Net.Gossip.Tests.Runtime;

public sealed class ValidationPipelineTests
{
    private readonly ConcurrentQueue<ValidationOutcome> _outcomes = new();

    [Fact]
    public async Task Validators_RunAtOnce_UpToTheTopicsLimit()
    {
        HeldValidator validator = new(new Topic("t"));
        ValidationPipeline pipeline = Create([validator], options => options.MaxTopicValidations = 10);
        Assert.Equal(10, Enumerable.Range(0, 30).Count(number => Start(pipeline, $"{number}")));
        Assert.True(pipeline.TryStart(TestPeers.Peer(1), MeshNode.Message("other", "u")), "another topic has room of its own");
        await GossipTestNode.UntilAsync(() => validator.Waiting == 10);
        validator.Release(MessageVerdict.Accept);
        await GossipTestNode.UntilAsync(() => _outcomes.Count == 11 && pipeline.Count == 0);
        Assert.All(_outcomes, outcome => Assert.Equal(ValidationOutcome.Accepted, outcome));
        Assert.True(Start(pipeline, "again"));
    }

    [Fact]
    public async Task Limits_OverAllTopics_CountMessagesAndBytes()
    {
        HeldValidator validator = new(new Topic("t"));
        ValidationPipeline pipeline = Create([validator], options => options.MaxValidations = 5);
        Assert.Equal(5, Enumerable.Range(0, 30).Count(number => Start(pipeline, $"{number}")));
        ValidationPipeline small = Create([validator], options => options.MaxValidationBytes = 1000);
        Assert.True(Start(small, new string('x', 2000)), "one message always may");
        Assert.False(Start(small, "y"));
        await GossipTestNode.UntilAsync(() => validator.Waiting == 6);
        validator.Release(MessageVerdict.Ignore);
        await GossipTestNode.UntilAsync(() => _outcomes.Count == 6);
    }

    [Theory]
    [InlineData(MessageVerdict.Accept, "Accepted")]
    [InlineData(MessageVerdict.Reject, "Rejected")]
    [InlineData(MessageVerdict.Ignore, "Ignored")]
    public async Task Verdict_OfAnyValidator_Decides(MessageVerdict verdict, string outcome)
    {
        HeldValidator first = new(new Topic("t"));
        HeldValidator second = new(new Topic("t"));
        first.Release(MessageVerdict.Accept);
        second.Release(verdict);
        Start(Create([first, second]), "m");
        await GossipTestNode.UntilAsync(() => !_outcomes.IsEmpty);
        Assert.Equal(outcome, Assert.Single(_outcomes).ToString());
    }

    [Fact]
    public async Task Validator_ThatThrows_BlamesNobody()
    {
        Start(Create([new ThrowingValidator(new Topic("t"))]), "m");
        await GossipTestNode.UntilAsync(() => !_outcomes.IsEmpty);
        Assert.Equal(ValidationOutcome.Ignored, Assert.Single(_outcomes));
    }

    [Fact]
    public async Task Policy_ThatThrows_LeavesTheWorkersWorking()
    {
        ValidationPipeline pipeline = Create([], policy: new ThrowingPolicy());
        for (int number = 0; number < 100; number++)
        {
            Assert.True(Start(pipeline, $"{number}"));
        }

        await GossipTestNode.UntilAsync(() => _outcomes.Count == 100);
        Assert.All(_outcomes, outcome => Assert.Equal(ValidationOutcome.Ignored, outcome));
    }

    private static bool Start(ValidationPipeline pipeline, string text) =>
        pipeline.TryStart(TestPeers.Peer(1), MeshNode.Message(text));

    private ValidationPipeline Create(
        IGossipValidator[] validators, Action<GossipOptions>? configure = null, IMessagePolicy? policy = null)
    {
        GossipOptions options = new() { Policy = SignaturePolicy.Unsigned };
        configure?.Invoke(options);
        return new ValidationPipeline(
            options,
            new MessagePolicies(options, _ => policy ?? new UnsignedPolicy()),
            validators,
            new GossipMetrics(meters: null),
            NullLogger.Instance,
            (_, outcome) => _outcomes.Enqueue(outcome),
            CancellationToken.None);
    }
}
