namespace DaaCompute.Net.Transport.Protocol;

/// <summary>The limit that stands in a connection's way.</summary>
/// <param name="Limit">What is limited.</param>
/// <param name="Value">The limit.</param>
/// <param name="Setting">The setting's name below <c>DaaCompute:Transport:Limits</c>.</param>
internal sealed record AdmissionRefusal(string Limit, long Value, string Setting)
{
    public ResourceLimitException ToException() => new(Limit, Value, $"{ResourceLimitOptions.Path}:{Setting}");
}
