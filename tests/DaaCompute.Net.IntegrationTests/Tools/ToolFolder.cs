namespace DaaCompute.Net.IntegrationTests.Tools;

/// <summary>A folder of one test's own, gone after it.</summary>
internal sealed class ToolFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("daa-tool-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
