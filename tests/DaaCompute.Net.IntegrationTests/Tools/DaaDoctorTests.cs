using System.Text.Json;

namespace DaaCompute.Net.IntegrationTests.Tools;

public sealed class DaaDoctorTests
{
    [Fact]
    public async Task Doctor_OnAMachineThatCanRunANode_FindsNothing()
    {
        using ToolFolder folder = new();

        (int code, string output, _) = await DaaProcess.RunAsync(folder.Path, "doctor", "--json");

        JsonElement report = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal((0, true), (code, report.GetProperty("ok").GetBoolean()));
        Assert.Equal(
            ["cryptography", "key exchange", "signatures", "links", "clock", "disk"],
            report.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()!));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Doctor_WithAFolderThatCannotBe_FailsAndNamesTheFix()
    {
        using ToolFolder folder = new();
        await File.WriteAllTextAsync(folder.File("file"), "not a folder");
        string data = folder.File("file/data");

        (int code, string output, _) = await DaaProcess.RunAsync(folder.Path, "doctor", "--data", data);

        Assert.Equal(1, code);
        Assert.Contains("FAIL disk", output, StringComparison.Ordinal);
        Assert.Contains($"Let this user write to {data}", output, StringComparison.Ordinal);
    }
}
