namespace DaaCompute.Net.CommandLine;

/// <summary>Where the tool keeps what it keeps.</summary>
internal static class DataFolder
{
    public const string Variable = "DAA_HOME";

    public static string Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".daa");

    public static string IdentityFile => System.IO.Path.Combine(Path, "identity.pem");
}
