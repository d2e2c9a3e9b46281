using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DaaCompute.Net.ArchitectureTests.Layers;

/// <summary>What a built assembly really uses of others, read from its metadata.</summary>
internal static class AssemblyUse
{
    public static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

    /// <summary>The names of the assemblies it references.</summary>
    public static string[] References(string path) => Read(path, metadata =>
        metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)));

    /// <summary>The top-level types of another assembly that it uses.</summary>
    public static (string Namespace, string Name)[] TypesOf(string path, string referenced) => Read(path, metadata =>
        metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference
                && metadata.StringComparer.Equals(
                    metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name, referenced))
            .Select(type => (metadata.GetString(type.Namespace), metadata.GetString(type.Name))));

    private static T[] Read<T>(string path, Func<MetadataReader, IEnumerable<T>> read)
    {
        using PEReader file = new(File.OpenRead(path));
        return [.. read(file.GetMetadataReader())];
    }
}
