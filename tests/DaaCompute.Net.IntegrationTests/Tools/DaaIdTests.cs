using System.Runtime.Versioning;
using System.Text.Json;

namespace DaaCompute.Net.IntegrationTests.Tools;

public sealed class DaaIdTests
{
    [Fact]
    public async Task Id_WithoutAFile_SaysHowToMakeOneAndMakesNone()
    {
        using ToolFolder folder = new();

        (int code, _, string errors) = await DaaProcess.RunAsync(folder.Path, "id");

        Assert.Equal(1, code);
        Assert.Contains("daa id --create", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Id_OfAFile_IsTheSameEveryTime()
    {
        using ToolFolder folder = new();
        string file = folder.File("me.pem");

        (int created, string first, _) = await DaaProcess.RunAsync(folder.Path, "id", "--create", "--identity", file);
        (int code, string second, _) = await DaaProcess.RunAsync(folder.Path, "id", "--identity", file, "--json");

        JsonElement shown = JsonSerializer.Deserialize<JsonElement>(second);
        Assert.Equal((0, 0), (created, code));
        Assert.True(PeerId.TryParse(first.Trim(), out PeerId? peer));
        Assert.Equal(peer.ToString(), shown.GetProperty("peerId").GetString());
        Assert.Equal("MlDsa65", shown.GetProperty("keyType").GetString());
        Assert.False(shown.GetProperty("created").GetBoolean());
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Id_OfAFileThatOthersCanRead_NamesTheFix()
    {
        using ToolFolder folder = new();
        string file = folder.File("me.pem");
        await DaaProcess.RunAsync(folder.Path, "id", "--create", "--identity", file);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        (int code, string output, string errors) = await DaaProcess.RunAsync(folder.Path, "id", "--identity", file);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains("chmod", errors, StringComparison.Ordinal);
    }
}
