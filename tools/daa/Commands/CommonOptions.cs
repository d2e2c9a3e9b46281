using System.CommandLine;
using System.CommandLine.Parsing;
using DaaCompute.Net.Dht;
using DaaCompute.Net.Gossip;

namespace DaaCompute.Net.CommandLine.Commands;

/// <summary>Options and arguments that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of text." };

    public static Option<bool> Classical() => new("--classical")
    {
        Description = "Allow foreign libp2p peers, whose links a quantum computer could read.",
    };

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

    public static Argument<PeerId> Peer(string name) => new(name)
    {
        Description = "The peer's id.",
        HelpName = "PEERID",
        CustomParser = result =>
        {
            if (!PeerId.TryParse(result.Tokens[0].Value, out PeerId? peer))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not a peer id such as Qm… or 12D3….");
            }

            return peer;
        },
    };

    public static Argument<ContentKey> Content(string name) => new(name)
    {
        Description = "The content: a CID, a multihash in hexadecimal, or text: and anything.",
        HelpName = "KEY",
        CustomParser = result =>
        {
            if (!ContentKeyText.TryParse(result.Tokens[0].Value, out ContentKey key))
            {
                result.AddError($"'{result.Tokens[0].Value}' is neither a CID, nor a multihash in hexadecimal, nor text:… .");
            }

            return key;
        },
    };

    public static Option<double> Seconds(string name, string description, double value)
    {
        Option<double> option = new(name) { Description = description, HelpName = "SECONDS", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 86_400))
            {
                result.AddError($"{name} takes more than 0 and at most 86400 seconds.");
            }
        });
        return option;
    }

    public static Option<string?> SignaturePolicy()
    {
        Option<string?> option = new("--policy")
        {
            Description = "How messages say who wrote them; envelope unless given, strict-sign with --classical.",
        };
        option.AcceptOnlyFromAmong("envelope", "unsigned", "strict-sign");
        return option;
    }

    /// <summary>Foreign peers cannot read this network's envelopes, and sign their own messages unless told otherwise.</summary>
    public static SignaturePolicy SignaturePolicyOf(string? policy, bool classical) => policy switch
    {
        "unsigned" => Gossip.SignaturePolicy.Unsigned,
        "strict-sign" => Gossip.SignaturePolicy.StrictSign,
        null when classical => Gossip.SignaturePolicy.StrictSign,
        _ => Gossip.SignaturePolicy.Envelope,
    };

    public static Topic ReadTopic(string name, SymbolResult result)
    {
        if (name.Length is > 0 and <= Topic.MaxLength)
        {
            return new Topic(name);
        }

        result.AddError($"A topic has 1 to {Topic.MaxLength} characters.");
        return default;
    }

    private static Multiaddress? ReadAddress(string text, SymbolResult result)
    {
        if (!Multiaddress.TryParse(text, out Multiaddress? address))
        {
            result.AddError($"'{text}' is not a multiaddr. An example: /ip4/127.0.0.1/tcp/4001.");
        }

        return address;
    }
}
