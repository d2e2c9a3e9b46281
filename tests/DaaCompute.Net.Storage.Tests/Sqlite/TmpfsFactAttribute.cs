namespace DaaCompute.Net.Storage.Tests.Sqlite;

/// <summary>A fact on a file system of its own, skipped where this user may not mount one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TmpfsFactAttribute : FactAttribute
{
    private static readonly string? Obstacle = Try();

    public TmpfsFactAttribute() => Skip = Obstacle;

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "tmpfs is Linux's";
        }

        try
        {
            using TmpfsMount mount = new(megabytes: 1);
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return $"a tmpfs cannot be mounted here: {exception.Message}";
        }
    }
}
