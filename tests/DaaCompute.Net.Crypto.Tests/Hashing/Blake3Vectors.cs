using System.Text.Json;
using DaaCompute.Net.Testing;

namespace DaaCompute.Net.Crypto.Tests.Hashing;

/// <summary>The official vectors: 35 inputs, each with three outputs of 131 bytes.</summary>
internal sealed class Blake3Vectors
{
    public const string File = "blake3/test_vectors.json";

    private Blake3Vectors(JsonElement root)
    {
        Key = System.Text.Encoding.ASCII.GetBytes(root.GetProperty("key").GetString()!);
        Context = root.GetProperty("context_string").GetString()!;
        Cases = [.. root.GetProperty("cases").EnumerateArray().Select(Blake3Vector.Parse)];
    }

    public byte[] Key { get; }

    public string Context { get; }

    public IReadOnlyList<Blake3Vector> Cases { get; }

    public static Blake3Vectors Read()
    {
        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllBytes(OfficialVectors.PathOf(File)!));
        return new Blake3Vectors(document.RootElement);
    }

    /// <summary>The input of every vector: 0, 1, ... 250, 0, 1, ...</summary>
    public static byte[] Input(int length)
    {
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++)
        {
            input[i] = (byte)(i % 251);
        }

        return input;
    }
}
