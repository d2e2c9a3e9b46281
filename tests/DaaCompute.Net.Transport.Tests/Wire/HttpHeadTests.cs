using System.Text;
using DaaCompute.Net.Transport.Wire;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Wire;

public sealed class HttpHeadTests
{
    [Fact]
    public void TryParse_Fields_AreFoundWhateverTheirCase()
    {
        HttpHead head = Parse("GET / HTTP/1.1\r\nHost:a\r\nX:\t 1 \r\nx: 2, Three\r\n\r\n")!;

        Assert.Equal("GET / HTTP/1.1", head.StartLine);
        Assert.Equal("a", head.Single("HOST"));
        Assert.Null(head.Single("x"));
        Assert.Null(head.Single("y"));
        Assert.True(head.Has("x"));
        Assert.True(head.Lists("X", "three"));
        Assert.True(head.Lists("X", "1"));
        Assert.False(head.Lists("X", "4"));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n: empty\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nspace : x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nA: 1\r\n folded: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nA: bare\nB: newline\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nA: zero\0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\nmore\r\n\r\n")]
    public void TryParse_Malformed_IsRefused(string text) => Assert.Null(Parse(text));

    [Fact]
    public void TryParse_TooMuch_IsRefused()
    {
        Assert.Null(Parse($"GET / HTTP/1.1\r\nA: {new string('a', HttpHead.MaxLength)}\r\n\r\n"));
        Assert.Null(Parse($"GET / HTTP/1.1\r\n{string.Concat(Enumerable.Repeat("A: 1\r\n", 65))}\r\n"));
        Assert.NotNull(Parse($"GET / HTTP/1.1\r\n{string.Concat(Enumerable.Repeat("A: 1\r\n", 64))}\r\n"));
    }

    [Property]
    public void TryParse_AnyBytes_NeverThrows(byte[] bytes)
    {
        byte[] ended = [.. bytes, .. "\r\n\r\n"u8];

        Assert.Equal(HttpHead.TryParse(ended, out HttpHead? head), head is not null);
        Assert.True(head is null || HttpHead.LengthIn(ended) == ended.Length);
    }

    private static HttpHead? Parse(string text) =>
        HttpHead.TryParse(Encoding.Latin1.GetBytes(text), out HttpHead? head) ? head : null;
}
