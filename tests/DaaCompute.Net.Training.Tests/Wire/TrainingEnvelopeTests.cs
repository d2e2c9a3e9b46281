using System.Diagnostics;
using DaaCompute.Net.Training.Fakes;
using DaaCompute.Net.Training.Wire.Proto;
using FsCheck.Xunit;
using Google.Protobuf;

namespace DaaCompute.Net.Training.Wire;

public sealed class TrainingEnvelopeTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Seal_KnownMessage_HasTheGoldenBytes()
    {
        byte[] sealedBytes = Envelope(1).Seal(Message());

        // 1: gradient update { 1: 42, 2: 010203, 3: 0.5, 4: "attention.0" }, 11: 2030-01-01 in milliseconds, 10: the
        // signature.
        Assert.Equal(
            "0A19082A12030102031D0000003F220B617474656E74696F6E2E30" + "5880E896D68D37" + "5220",
            Convert.ToHexString(sealedBytes.AsSpan(0, sealedBytes.Length - 32)));
    }

    [Fact]
    public void Open_WhatWasSealed_GivesItBack()
    {
        Assert.Equal(EnvelopeError.None, Envelope(2).Open(Envelope(1).Seal(Message()), TestPeers.Key(1), out TrainingMessage? message));
        Assert.Equal(42UL, message!.GradientUpdate.RoundId);
        Assert.Equal(["attention.0"], message.GradientUpdate.AffectedLayers);
    }

    [Fact]
    public void Open_AnyBitFlipped_IsRefused()
    {
        byte[] good = Envelope(1).Seal(Message());
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] bad = (byte[])good.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(EnvelopeError.None, Envelope(2).Open(bad, TestPeers.Key(1), out _));
        }
    }

    [Fact]
    public void Open_OfAnotherSender_HasTheWrongSignature() => Assert.Equal(
        EnvelopeError.WrongSignature, Envelope(2).Open(Envelope(1).Seal(Message()), TestPeers.Key(3), out _));

    [Fact]
    public void Open_SignatureIsNotLast_IsMalformed()
    {
        byte[] good = Envelope(1).Seal(Message());
        byte[] moved = [.. good[^34..], .. good[..^34]];
        Assert.Equal(EnvelopeError.Malformed, Envelope(2).Open(moved, TestPeers.Key(1), out _));
        byte[] twice = [.. good, .. good[^34..]];
        Assert.Equal(EnvelopeError.Malformed, Envelope(2).Open(twice, TestPeers.Key(1), out _));
    }

    [Theory]
    [InlineData(60_000, EnvelopeError.None)]
    [InlineData(60_001, EnvelopeError.ClockSkew)]
    public void Open_Late_IsRefusedBeyondTheSkew(int milliseconds, object expected)
    {
        byte[] good = Envelope(1).Seal(Message());
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(expected, Envelope(2).Open(good, TestPeers.Key(1), out _));
    }

    [Fact]
    public void Open_SendersClockIsAhead_IsRefusedBeyondTheSkew()
    {
        var ahead = new ManualTimeProvider();
        ahead.Advance(TimeSpan.FromMilliseconds(60_001));
        byte[] early = new TrainingEnvelope(new FakeIdentity(1), new FakeVerifier(), ahead, TimeSpan.FromSeconds(60)).Seal(Message());
        Assert.Equal(EnvelopeError.ClockSkew, Envelope(2).Open(early, TestPeers.Key(1), out _));
    }

    [Fact]
    public void Seal_TooLongOrEmpty_IsTheCallersMistake()
    {
        Assert.Throws<ArgumentException>(() => Envelope(1).Seal(new TrainingMessage()));
        Assert.Throws<ArgumentException>(() => Envelope(1).Seal(new TrainingMessage
        {
            Vote = new ConsensusVote { Data = ByteString.CopyFrom(new byte[TrainingEnvelope.MaxLength]) },
        }));
        Assert.Equal(
            EnvelopeError.TooLong,
            Envelope(1).Open(new byte[TrainingEnvelope.MaxLength + 1], TestPeers.Key(1), out _));
    }

    [Property(MaxTest = 1000)]
    public void Open_RandomBytes_IsRefusedAndNeverThrows(byte[] bytes)
    {
        Assert.Contains(
            Envelope(2).Open(bytes, TestPeers.Key(1), out _),
            (EnvelopeError[])[EnvelopeError.Malformed, EnvelopeError.WrongSignature]);
    }

    [Fact]
    public void StartActivity_SentInATrace_ContinuesIt()
    {
        using var source = new ActivitySource("DaaCompute.Net.Tests.Envelope");
        using var listener = new ActivityListener
        {
            ShouldListenTo = one => one.Name == source.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        TrainingMessage received;
        ActivityTraceId sent;
        using (Activity sending = source.StartActivity("send")!)
        {
            sent = sending.TraceId;
            Assert.Equal(EnvelopeError.None, Envelope(2).Open(Envelope(1).Seal(Message()), TestPeers.Key(1), out received!));
        }

        using Activity receiving = TrainingEnvelope.StartActivity(source, received)!;
        Assert.Equal(sent, receiving.TraceId);
        Assert.Equal(sent, Assert.Single(receiving.Links).Context.TraceId);
    }

    private static TrainingMessage Message() => new()
    {
        GradientUpdate = new Proto.GradientUpdate
        {
            RoundId = 42,
            CompressedGradients = ByteString.CopyFrom(1, 2, 3),
            CompressionRatio = 0.5f,
            AffectedLayers = { "attention.0" },
        },
    };

    private TrainingEnvelope Envelope(int number) =>
        new(new FakeIdentity(number), new FakeVerifier(), _time, TimeSpan.FromSeconds(60));
}
