namespace DaaCompute.Net.Testing;

/// <summary>The checkout that the running tests were built from.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder that holds <c>DaaCompute.Net.sln</c>.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "DaaCompute.Net.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"DaaCompute.Net.sln was not found above {AppContext.BaseDirectory}.");
    }
}
