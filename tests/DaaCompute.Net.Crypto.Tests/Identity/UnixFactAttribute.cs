namespace DaaCompute.Net.Crypto.Tests.Identity;

/// <summary>A fact about Unix file modes.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has access lists instead of modes";
        }
    }
}
