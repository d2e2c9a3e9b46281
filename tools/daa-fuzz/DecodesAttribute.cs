namespace DaaCompute.Net.Fuzz;

/// <summary>Says which decoder a target reaches; a test finds decoders that no target names.</summary>
/// <param name="type">The decoder's type.</param>
/// <param name="method">Its method.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class DecodesAttribute(Type type, string method) : Attribute
{
    public Type Type { get; } = type;

    public string Method { get; } = method;
}
