namespace DaaCompute.Net.Testing;

/// <summary>A fact that reads an official vector file, and is skipped, with the reason, where the file is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VectorFactAttribute : FactAttribute
{
    public VectorFactAttribute(string file)
    {
        if (OfficialVectors.PathOf(file) is null)
        {
            Skip = $"the official vectors '{file}' are not here; set {OfficialVectors.Variable} to their folder";
        }
    }
}
