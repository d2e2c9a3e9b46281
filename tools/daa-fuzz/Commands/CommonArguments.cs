using System.CommandLine;

namespace DaaCompute.Net.Fuzz.Commands;

/// <summary>What several commands take.</summary>
internal static class CommonArguments
{
    public static Argument<IFuzzTarget> Target() => new("target")
    {
        Description = "A target's name.",
        CustomParser = result =>
        {
            IFuzzTarget? target = TargetCatalog.Find(result.Tokens[0].Value);
            if (target is null)
            {
                result.AddError($"'{result.Tokens[0].Value}' is no target; 'daa-fuzz list' names them.");
            }

            return target;
        },
    };

    public static Argument<DirectoryInfo> Folder(string name, string description) => new(name) { Description = description };
}
