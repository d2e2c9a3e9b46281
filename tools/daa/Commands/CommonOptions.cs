using System.CommandLine;
using System.CommandLine.Parsing;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary>Options and arguments that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of text." };

    public static Option<FileInfo?> Identity(string description) =>
        new("--identity") { Description = description, HelpName = "FILE" };

    public static Option<Multiaddress[]> Addresses(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "MULTIADDR",
        CustomParser = result => [.. result.Tokens.Select(token => ReadAddress(token.Value, result)).OfType<Multiaddress>()],
        DefaultValueFactory = _ => [],
    };

    public static Argument<Multiaddress> Address(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "MULTIADDR",
        CustomParser = result => ReadAddress(result.Tokens[0].Value, result),
    };

    private static Multiaddress? ReadAddress(string text, SymbolResult result)
    {
        if (!Multiaddress.TryParse(text, out Multiaddress? address))
        {
            result.AddError($"'{text}' is not a multiaddr. An example: /ip4/127.0.0.1/tcp/4001.");
        }

        return address;
    }
}
