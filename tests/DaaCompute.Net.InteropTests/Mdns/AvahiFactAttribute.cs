namespace DaaCompute.Net.InteropTests.Mdns;

/// <summary>A fact that needs Avahi, and is skipped, with the reason, where it does not run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AvahiFactAttribute : FactAttribute
{
    public AvahiFactAttribute() => Skip = Avahi.Missing;
}
