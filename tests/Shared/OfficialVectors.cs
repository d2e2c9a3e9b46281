namespace DaaCompute.Net.Testing;

/// <summary>Finds the official test vectors, which are read from outside the repository and never copied into it.</summary>
internal static class OfficialVectors
{
    /// <summary>The environment variable that names the folder; without it, <c>../shared/vectors</c> beside the checkout.</summary>
    public const string Variable = "DAA_VECTORS";

    /// <summary>The folder, or null when it is not here.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The full path of a vector file, or null when it is not here.</summary>
    public static string? PathOf(string relativePath)
    {
        string? path = Folder is null ? null : Path.Combine(Folder, relativePath);
        return File.Exists(path) ? path : null;
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? named : null;
        }

        string beside = Path.GetFullPath(Path.Combine(RepositoryRoot.Path, "..", "shared", "vectors"));
        return Directory.Exists(beside) ? beside : null;
    }
}
