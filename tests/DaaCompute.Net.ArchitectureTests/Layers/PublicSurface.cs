using System.Reflection;

namespace DaaCompute.Net.ArchitectureTests.Layers;

/// <summary>The types that show in a type's public and protected signatures.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Each member with the foreign types in it: those of no assembly whose name begins with a known prefix.</summary>
    public static IEnumerable<string> ForeignTypes(Type type, string[] knownPrefixes) =>
        from member in Members(type)
        from used in member.Types.SelectMany(Unwrap)
        let assembly = used.Assembly.GetName().Name!
        where !knownPrefixes.Any(prefix => assembly.StartsWith(prefix, StringComparison.Ordinal))
        select $"{type.FullName}.{member.Name} shows {used.FullName} of {assembly}";

    private static IEnumerable<(string Name, IEnumerable<Type> Types)> Members(Type type)
    {
        yield return ("(bases)", type.GetInterfaces().Append(type.BaseType).OfType<Type>());
        foreach (MethodBase method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)).Where(IsVisible))
        {
            IEnumerable<Type> parameters = method.GetParameters().Select(parameter => parameter.ParameterType);
            yield return (method.Name, method is MethodInfo { ReturnType: Type result } ? parameters.Append(result) : parameters);
        }

        foreach (FieldInfo field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly))
        {
            yield return (field.Name, [field.FieldType]);
        }
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Unwrap(Type type)
    {
        if (type.HasElementType)
        {
            return Unwrap(type.GetElementType()!);
        }

        if (type.IsGenericParameter)
        {
            return type.GetGenericParameterConstraints().Where(constraint => !constraint.IsGenericType).SelectMany(Unwrap);
        }

        return type.IsConstructedGenericType
            ? type.GetGenericArguments().SelectMany(Unwrap).Append(type.GetGenericTypeDefinition())
            : [type];
    }
}
