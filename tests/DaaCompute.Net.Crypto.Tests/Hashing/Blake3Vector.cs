using System.Text.Json;

namespace DaaCompute.Net.Crypto.Tests.Hashing;

/// <summary>One official vector.</summary>
internal sealed record Blake3Vector(int InputLength, byte[] Hash, byte[] KeyedHash, byte[] DeriveKey)
{
    public static Blake3Vector Parse(JsonElement element)
    {
        return new Blake3Vector(
            element.GetProperty("input_len").GetInt32(),
            Bytes(element, "hash"),
            Bytes(element, "keyed_hash"),
            Bytes(element, "derive_key"));
    }

    private static byte[] Bytes(JsonElement element, string name)
    {
        return Convert.FromHexString(element.GetProperty(name).GetString()!);
    }
}
