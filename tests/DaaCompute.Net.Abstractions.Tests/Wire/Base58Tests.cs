using System.Text;
using DaaCompute.Net.Wire;
using FsCheck.Xunit;

namespace DaaCompute.Net.Tests.Wire;

public sealed class Base58Tests
{
    /// <summary>The examples of draft-msporny-base58.</summary>
    [Theory]
    [InlineData("Hello World!", "2NEpo7TZRRrLZSi2U")]
    [InlineData("The quick brown fox jumps over the lazy dog.", "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z")]
    public void Encode_TheDraftsExamples_GivesItsText(string text, string expected)
    {
        Assert.Equal(expected, Base58.Encode(Encoding.ASCII.GetBytes(text)));
        Assert.True(Base58.TryDecode(expected, out byte[] bytes));
        Assert.Equal(text, Encoding.ASCII.GetString(bytes));
    }

    [Fact]
    public void Encode_LeadingZeros_KeepsThem()
    {
        Assert.Equal("11233QC4", Base58.Encode([0, 0, 0x28, 0x7f, 0xb4, 0xcd]));
        Assert.Equal("111", Base58.Encode([0, 0, 0]));
        Assert.Equal(string.Empty, Base58.Encode([]));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("O")]
    [InlineData("I")]
    [InlineData("l")]
    [InlineData("2NEpo7TZRRrLZSi2U ")]
    [InlineData("é")]
    public void TryDecode_OtherSymbols_Refuses(string text) => Assert.False(Base58.TryDecode(text, out _));

    [Fact]
    public void TryDecode_TheLongestText_FitsAndOneMoreIsRefused()
    {
        Assert.True(Base58.TryDecode(new string('z', 174), out byte[] longest));
        Assert.Equal(128, longest.Length);
        Assert.False(Base58.TryDecode(new string('z', 175), out _));
        Assert.True(Base58.TryDecode(new string('1', 128), out byte[] zeros));
        Assert.Equal(128, zeros.Length);
        Assert.False(Base58.TryDecode(new string('1', 129), out _));
    }

    [Property]
    public void TryDecode_WhatWasEncoded_GivesItBack(byte[] bytes)
    {
        byte[] input = bytes[..Math.Min(bytes.Length, 128)];

        Assert.True(Base58.TryDecode(Base58.Encode(input), out byte[] decoded));
        Assert.Equal(input, decoded);
    }
}
