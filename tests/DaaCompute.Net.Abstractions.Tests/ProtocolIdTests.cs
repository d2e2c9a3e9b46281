using FsCheck.Xunit;

namespace DaaCompute.Net.Tests;

public sealed class ProtocolIdTests
{
    [Theory]
    [InlineData("/echo/1.0.0", true)]
    [InlineData("/x", true)]
    [InlineData("/", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("echo/1.0.0", false)]
    [InlineData("/echo 1", false)]
    [InlineData("/echo\n", false)]
    [InlineData("/échо", false)]
    public void Constructor_OfAText_TakesOnlyIds(string? text, bool valid)
    {
        Assert.Equal(valid, ProtocolId.IsValid(text));
        if (valid)
        {
            Assert.Equal(text, new ProtocolId(text!).Value);
            Assert.Equal(new ProtocolId(text!), new ProtocolId(string.Concat(text)));
        }
        else
        {
            Assert.Throws<ArgumentException>(() => new ProtocolId(text!));
        }
    }

    [Theory]
    [InlineData(ProtocolId.MaxLength, true)]
    [InlineData(ProtocolId.MaxLength + 1, false)]
    public void IsValid_AroundTheLimit_CountsCharacters(int length, bool valid) =>
        Assert.Equal(valid, ProtocolId.IsValid('/' + new string('a', length - 1)));

    [Fact]
    public void Value_OfNoId_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => default(ProtocolId).Value);
        Assert.Equal(string.Empty, default(ProtocolId).ToString());
    }

    [Property]
    public void IsValid_AnyText_AgreesWithTheConstructor(string? text) =>
        Assert.Equal(ProtocolId.IsValid(text), Record.Exception(() => new ProtocolId(text!)) is null);
}
