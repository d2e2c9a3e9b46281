using DaaCompute.Net.Crypto;
using DaaCompute.Net.Onion.Protocol.Packet;

namespace DaaCompute.Net.Onion.Tests.Protocol.Packet;

public sealed class WideBlockTests : IDisposable
{
    private readonly CryptoOnly _crypto = new();

    public void Dispose() => _crypto.Dispose();

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(1000)]
    [InlineData(28_156)]
    public void Decrypt_UndoesEncrypt_EitherWay(int size)
    {
        byte[] keys = new byte[WideBlock.KeysSize];
        byte[] block = new byte[size];
        new Random(size).NextBytes(keys);
        new Random(size + 1).NextBytes(block);
        byte[] copy = [.. block];
        WideBlock.Encrypt(_crypto.Primitives, keys, block);
        Assert.NotEqual(copy, block);
        WideBlock.Decrypt(_crypto.Primitives, keys, block);
        Assert.Equal(copy, block);
        WideBlock.Decrypt(_crypto.Primitives, keys, block);
        WideBlock.Encrypt(_crypto.Primitives, keys, block);
        Assert.Equal(copy, block);
    }

    [Fact]
    public void Stream_IsChaCha20OfRfc8439()
    {
        // Against another implementation.
        using CryptoOnly other = new(configure: options => options.AuthenticatedCipher = CryptoProvider.BouncyCastle);
        byte[] key = Convert.FromHexString("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        byte[] ours = new byte[300];
        byte[] theirs = new byte[300];
        _crypto.Primitives.ApplyStream(key, ours);
        other.Primitives.ApplyStream(key, theirs);
        Assert.Equal(theirs, ours);

        // A.1, test vector 2: all-zero key and nonce, counter 1.
        byte[] zero = new byte[64];
        _crypto.Primitives.ApplyStream(new byte[32], zero);
        Assert.Equal(
            "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f",
            Convert.ToHexStringLower(zero));
    }
}
