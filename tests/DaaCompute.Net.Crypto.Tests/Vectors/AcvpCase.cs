using System.Text.Json;

namespace DaaCompute.Net.Crypto.Tests.Vectors;

/// <summary>One ACVP test: its group, its prompt and its expected result.</summary>
internal sealed record AcvpCase(JsonElement Group, JsonElement Prompt, JsonElement Expected)
{
    public int Id => Prompt.GetProperty("tcId").GetInt32();

    public byte[] Input(string name) => Bytes(Prompt, name);

    public byte[] Output(string name) => Bytes(Expected, name);

    public bool Passes => Expected.GetProperty("testPassed").GetBoolean();

    public bool GroupHas(string name, string value) =>
        Group.TryGetProperty(name, out JsonElement element) && element.ToString() == value;

    private static byte[] Bytes(JsonElement element, string name) =>
        Convert.FromHexString(element.GetProperty(name).GetString()!);
}
