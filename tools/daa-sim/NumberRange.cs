using System.CommandLine.Parsing;
using System.Globalization;

namespace DaaCompute.Net.Sim;

/// <summary>A range on the command line, such as <c>1..200</c>, or one number.</summary>
internal readonly record struct NumberRange(ulong First, ulong Last)
{
    public static NumberRange Parse(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        string[] ends = text.Split("..");
        if (ends.Length <= 2
            && ulong.TryParse(ends[0], CultureInfo.InvariantCulture, out ulong first)
            && ulong.TryParse(ends[^1], CultureInfo.InvariantCulture, out ulong last)
            && first <= last)
        {
            return new NumberRange(first, last);
        }

        argument.AddError($"'{text}' is not a range. An example: 1..200.");
        return default;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}..{Last}");
}
