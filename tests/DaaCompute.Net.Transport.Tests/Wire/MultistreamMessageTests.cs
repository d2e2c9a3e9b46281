using System.Buffers;
using DaaCompute.Net.Transport.Wire;
using FsCheck.Xunit;

namespace DaaCompute.Net.Transport.Tests.Wire;

public sealed class MultistreamMessageTests
{
    [Fact]
    public void Write_Header_MatchesSpecification()
    {
        ArrayBufferWriter<byte> output = new();
        MultistreamMessage.Write(output, MultistreamMessage.Header);
        Assert.Equal("\u0013/multistream/1.0.0\n"u8.ToArray(), output.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData("00")]
    [InlineData("8108")]
    [InlineData("8000")]
    [InlineData("036E6161")]
    public void TryRead_Malformed_IsViolation(string hex) => Assert.Throws<ProtocolViolationException>(
        () => MultistreamMessage.TryRead(new ReadOnlySequence<byte>(Convert.FromHexString(hex)), out _, out _));

    [Property]
    public bool TryRead_CutAnywhere_WaitsForTheRest(byte length)
    {
        ArrayBufferWriter<byte> output = new();
        string line = "/" + new string('x', length);
        MultistreamMessage.Write(output, line);
        for (int cut = 0; cut < output.WrittenCount; cut++)
        {
            if (MultistreamMessage.TryRead(new ReadOnlySequence<byte>(output.WrittenMemory[..cut]), out _, out _))
            {
                return false;
            }
        }

        return MultistreamMessage.TryRead(new ReadOnlySequence<byte>(output.WrittenMemory), out string read, out long consumed)
            && read == line && consumed == output.WrittenCount;
    }
}
