using System.Text.Json;
using DaaCompute.Net.Testing;

namespace DaaCompute.Net.Crypto.Tests.Vectors;

/// <summary>Joins ACVP's prompts with their expected results; reads both layouts, one set a file and an array of sets.</summary>
internal static class AcvpFile
{
    public const string MlKemKeyGen = "acvp-mirror-libcrux-1.1.0.40/mlkem_keygen";
    public const string MlKemEncapDecap = "acvp-mirror-libcrux-1.1.0.40/mlkem_encap-decap";
    public const string MlDsaKeyGen = "acvp-mirror-libcrux-1.1.0.40/mldsa_keygen";
    public const string MlDsaSigVer = "acvp-mirror-libcrux-1.1.0.40/mldsa_sigver";
    public const string GeomysMlKem = "acvp-geomys/ML-KEM";
    public const string GeomysMlDsa = "acvp-geomys/ML-DSA";

    private const string Prompts = "_prompt.json";
    private const string Results = "_expectedResults.json";

    /// <summary>The prompt file of a set, as <see cref="VectorFactAttribute"/> wants it.</summary>
    public static string PromptsOf(string name) => name + (IsArray(name) ? "_vectors.json" : Prompts);

    /// <summary>All cases of one mode and parameter set.</summary>
    public static List<AcvpCase> Read(string name, string mode, string parameterSet)
    {
        JsonElement prompts = Load(PromptsOf(name), mode);
        JsonElement expected = Load(name + (IsArray(name) ? "_expected.json" : Results), mode, prompts);
        Dictionary<int, JsonElement> results = Groups(expected)
            .SelectMany(group => group.GetProperty("tests").EnumerateArray())
            .ToDictionary(test => test.GetProperty("tcId").GetInt32());
        return
        [
            .. from JsonElement @group in Groups(prompts)
               where @group.GetProperty("parameterSet").GetString() == parameterSet
               from JsonElement test in @group.GetProperty("tests").EnumerateArray()
               select new AcvpCase(@group, test, results[test.GetProperty("tcId").GetInt32()])
        ];
    }

    private static bool IsArray(string name) => name.StartsWith("acvp-geomys", StringComparison.Ordinal);

    private static JsonElement.ArrayEnumerator Groups(JsonElement set) => set.GetProperty("testGroups").EnumerateArray();

    private static JsonElement Load(string file, string mode, JsonElement? prompts = null)
    {
        using FileStream stream = File.OpenRead(OfficialVectors.PathOf(file)!);
        JsonElement root = JsonDocument.Parse(stream).RootElement;
        if (root.ValueKind != JsonValueKind.Array)
        {
            return root;
        }

        // The first element is the protocol's version; expected results name no mode, only the set they answer.
        return root.EnumerateArray().Where(set => set.TryGetProperty("vsId", out _)).Single(set => prompts is { } asked
            ? set.GetProperty("vsId").GetInt64() == asked.GetProperty("vsId").GetInt64()
            : set.GetProperty("mode").GetString() == mode);
    }
}
