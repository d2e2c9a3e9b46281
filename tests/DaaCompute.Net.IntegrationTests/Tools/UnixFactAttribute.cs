namespace DaaCompute.Net.IntegrationTests.Tools;

/// <summary>A fact about signals or file modes, skipped where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "signals and file modes are Unix's";
        }
    }
}
