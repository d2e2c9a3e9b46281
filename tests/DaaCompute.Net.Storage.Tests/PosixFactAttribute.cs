namespace DaaCompute.Net.Storage.Tests;

/// <summary>A fact about file modes, skipped where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PosixFactAttribute : FactAttribute
{
    public PosixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "file modes are Unix's";
        }
    }
}
