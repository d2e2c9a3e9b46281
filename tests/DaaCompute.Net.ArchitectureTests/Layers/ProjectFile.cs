using System.Xml.Linq;

namespace DaaCompute.Net.ArchitectureTests.Layers;

/// <summary>What a project file asks for.</summary>
internal static class ProjectFile
{
    public static string[] ProjectReferences(string xml) =>
        [.. Includes(xml, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    public static string[] PackageReferences(string xml) => Includes(xml, "PackageReference");

    private static string[] Includes(string xml, string item) =>
        [.. XDocument.Parse(xml).Descendants(item).Select(element => (string?)element.Attribute("Include")).OfType<string>()];
}
