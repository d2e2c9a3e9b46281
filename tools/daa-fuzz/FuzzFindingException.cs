using System.Diagnostics.CodeAnalysis;

namespace DaaCompute.Net.Fuzz;

/// <summary>An input broke one of its decoder's laws.</summary>
internal class FuzzFindingException(string message) : Exception(message)
{
    public static void Require([DoesNotReturnIf(false)] bool law, string message)
    {
        if (!law)
        {
            throw new FuzzFindingException(message);
        }
    }
}
