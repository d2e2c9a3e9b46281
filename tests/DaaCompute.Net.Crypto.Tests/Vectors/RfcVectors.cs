using System.Text.Json;
using DaaCompute.Net.Testing;

namespace DaaCompute.Net.Crypto.Tests.Vectors;

/// <summary>The values that the RFCs print.</summary>
internal static class RfcVectors
{
    public const string File = "rfc/rfc_vectors.json";

    public static JsonElement Read(string rfc)
    {
        using FileStream stream = System.IO.File.OpenRead(OfficialVectors.PathOf(File)!);
        return JsonDocument.Parse(stream).RootElement.GetProperty(rfc);
    }

    public static byte[] Bytes(this JsonElement vector, string name) =>
        Convert.FromHexString(vector.GetProperty(name).GetString()!);
}
