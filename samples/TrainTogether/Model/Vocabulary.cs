using System.Collections.Immutable;

namespace TrainTogether.Model;

/// <summary>The characters the model knows. Token 0 stands for every other character.</summary>
internal sealed class Vocabulary
{
    /// <summary>Enough for English prose and code; what is rarer becomes token 0.</summary>
    private const int MaxCharacters = 95;

    private const char Unknown = '·';

    private readonly ImmutableArray<char> _characters;
    private readonly Dictionary<char, byte> _tokens = [];

    public Vocabulary(string text)
    {
        // Ties are broken by the character itself, so that every process builds the same vocabulary from the same text.
        _characters =
        [
            Unknown,
            .. text.CountBy(character => character)
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key)
                .Take(MaxCharacters)
                .Select(pair => pair.Key)
                .Order(),
        ];
        for (int token = 1; token < _characters.Length; token++)
        {
            _tokens[_characters[token]] = (byte)token;
        }
    }

    public int Size => _characters.Length;

    public byte[] Encode(string text) => [.. text.Select(character => _tokens.GetValueOrDefault(character))];

    public char Decode(int token) => _characters[token];
}
