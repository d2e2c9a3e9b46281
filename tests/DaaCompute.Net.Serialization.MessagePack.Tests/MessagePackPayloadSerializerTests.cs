using System.Buffers;
using FsCheck.Xunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DaaCompute.Net.Serialization.MessagePack.Tests;

public sealed class MessagePackPayloadSerializerTests
{
    private readonly MessagePackPayloadSerializer _serializer = new();

    [Property]
    public void Value_WrittenAndRead_IsTheSame(long step, double loss, string? name, float[] values)
    {
        Progress value = new() { Step = step, Loss = loss, Name = name, Values = values, Inner = new Progress { Name = "inner" } };
        Progress read = _serializer.Deserialize<Progress>(Serialize(value));
        Assert.Equal(step, read.Step);
        Assert.Equal(BitConverter.DoubleToInt64Bits(loss), BitConverter.DoubleToInt64Bits(read.Loss));
        Assert.Equal(name, read.Name);
        Assert.Equal(values, read.Values);
        Assert.Equal("inner", read.Inner!.Name);
    }

    [Property(MaxTest = 2000)]
    public void Deserialize_ArbitraryBytes_FailsTypedOrNotAtAll(byte[] bytes)
    {
        try
        {
            _serializer.Deserialize<Progress>(bytes);
        }
        catch (PayloadException)
        {
            // The one way to fail.
        }
    }

    [Property(MaxTest = 500)]
    public void Deserialize_ChangedBytes_FailsTypedOrNotAtAll(int position, byte value, int cut)
    {
        byte[] payload = Serialize(new Progress
        {
            Step = 7,
            Name = "name",
            Values = [1, 2, 3],
            Counts = new Dictionary<string, int> { ["a"] = 1 },
            Inner = new Progress(),
        }).ToArray();
        payload[(int)((uint)position % payload.Length)] = value;
        try
        {
            _serializer.Deserialize<Progress>(payload.AsMemory(0, payload.Length - (int)((uint)cut % payload.Length)));
        }
        catch (PayloadException)
        {
            // The one way to fail.
        }
    }

    [Fact]
    public void Deserialize_TooDeep_IsRefused()
    {
        Progress value = new();
        for (int depth = 0; depth < 100; depth++)
        {
            value = new Progress { Inner = value };
        }

        ReadOnlyMemory<byte> payload = Serialize(value);
        Assert.Throws<PayloadException>(() => _serializer.Deserialize<Progress>(payload));
        MessagePackPayloadSerializer deeper = new(new MessagePackPayloadOptions { MaxDepth = 200 });
        Assert.NotNull(deeper.Deserialize<Progress>(payload).Inner);
    }

    [Fact]
    public void Payload_TooLong_IsRefusedBothWays()
    {
        MessagePackPayloadSerializer small = new(new MessagePackPayloadOptions { MaxLength = 100 });
        Progress value = new() { Name = new string('x', 200) };
        PayloadException exception = Assert.Throws<PayloadException>(() => small.Serialize(new ArrayBufferWriter<byte>(), value));
        Assert.Contains("DaaCompute:Serialization:MessagePack:MaxLength", exception.Message, StringComparison.Ordinal);
        Assert.Throws<PayloadException>(() => small.Deserialize<Progress>(Serialize(value)));
    }

    [Fact]
    public void Deserialize_ClaimedLengthWithoutBytes_AllocatesLittle()
    {
        // An array of 2^31 - 1 floats in the place of the values.
        byte[] payload = Convert.FromHexString("960100C0DD7FFFFFFF");
        Assert.Throws<PayloadException>(() => _serializer.Deserialize<Progress>(payload));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<PayloadException>(() => _serializer.Deserialize<Progress>(payload));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public void Deserialize_BytesThatFollow_AreRefused() => Assert.Throws<PayloadException>(
        () => _serializer.Deserialize<Progress>((byte[])[.. Serialize(new Progress()).Span, 0xC0]));

    [Fact]
    public void Serialize_TypeWithoutAttributes_FailsTyped() =>
        Assert.Throws<PayloadException>(() => _serializer.Serialize(new ArrayBufferWriter<byte>(), new TestBuilder()));

    [Fact]
    public void UseMessagePack_RegistersTheSerializerWithItsBounds()
    {
        TestBuilder builder = new();
        builder.UseMessagePack(options => options.MaxLength = 10);
        using ServiceProvider provider = builder.Services.BuildServiceProvider();
        IPayloadSerializer serializer = provider.GetRequiredService<IPayloadSerializer>();
        Assert.Equal("MessagePack", serializer.Name);
        Assert.Throws<PayloadException>(() => serializer.Deserialize<string>(new byte[11]));
    }

    [Fact]
    public void UseMessagePack_OptionOutOfRange_NamesTheSetting()
    {
        TestBuilder builder = new();
        builder.UseMessagePack(options => options.MaxDepth = 0);
        using ServiceProvider provider = builder.Services.BuildServiceProvider();
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(
            provider.GetRequiredService<IPayloadSerializer>);
        Assert.Contains("DaaCompute:Serialization:MessagePack:MaxDepth", exception.Message, StringComparison.Ordinal);
    }

    private ReadOnlyMemory<byte> Serialize(Progress value)
    {
        ArrayBufferWriter<byte> output = new();
        _serializer.Serialize(output, value);
        return output.WrittenMemory;
    }
}
