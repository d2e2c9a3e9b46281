using System.Text;
using DaaCompute.Net.Wire;

namespace DaaCompute.Net.Tests.Wire;

public sealed class Base32Tests
{
    /// <summary>RFC 4648, section 10, in lower case and without padding.</summary>
    [Theory]
    [InlineData("my", "f")]
    [InlineData("mzxq", "fo")]
    [InlineData("mzxw6", "foo")]
    [InlineData("mzxw6yq", "foob")]
    [InlineData("mzxw6ytb", "fooba")]
    [InlineData("mzxw6ytboi", "foobar")]
    public void TryDecode_TheRfcsVectors_GivesTheirText(string text, string expected)
    {
        Assert.True(Base32.TryDecode(text, out byte[] bytes));
        Assert.Equal(expected, Encoding.ASCII.GetString(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("mz")]
    [InlineData("mzx")]
    [InlineData("MZXQ")]
    [InlineData("mzxq====")]
    [InlineData("mzx1")]
    [InlineData("mzxw6y")]
    public void TryDecode_OtherForms_Refuses(string text) => Assert.False(Base32.TryDecode(text, out _));
}
