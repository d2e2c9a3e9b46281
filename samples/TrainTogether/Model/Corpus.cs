using System.Text;

namespace TrainTogether.Model;

/// <summary>The text, as tokens: most of it to train on, every tenth block held out.</summary>
internal sealed class Corpus
{
    /// <summary>Held-out text is cut from all over the corpus, so that it is of the same kind as the rest.</summary>
    private const int BlockLength = 1024;

    private const int HeldOutEvery = 10;

    /// <summary>More is not read: the model is small and would not learn from it in minutes.</summary>
    private const int MaxCharacters = 8 * 1024 * 1024;

    /// <summary>Prose first: plain text beside it is often a list made by a tool, which would drown it.</summary>
    private static readonly string[] TextExtensions = [".md", ".txt"];

    private static readonly string[] SkippedFolders = ["bin", "obj", "node_modules", "artifacts", ".git"];

    private Corpus(string text, int files)
    {
        Files = files;
        Vocabulary = new Vocabulary(text);
        byte[] tokens = Vocabulary.Encode(text);
        List<byte> training = new(tokens.Length);
        List<byte> heldOut = new(tokens.Length / HeldOutEvery);
        for (int start = 0; start < tokens.Length; start += BlockLength)
        {
            bool hold = start / BlockLength % HeldOutEvery == HeldOutEvery - 1;
            (hold ? heldOut : training).AddRange(tokens.AsSpan(start, Math.Min(BlockLength, tokens.Length - start)));
        }

        Training = [.. training];
        HeldOut = [.. heldOut];
    }

    public int Files { get; }

    public Vocabulary Vocabulary { get; }

    public byte[] Training { get; }

    public byte[] HeldOut { get; }

    /// <summary>
    /// Reads a text file, or all Markdown below a folder (where there is none, all plain text), in the order of the paths.
    /// </summary>
    /// <exception cref="InvalidDataException">There is too little text to learn from.</exception>
    public static Corpus Load(string path)
    {
        string[] files = File.Exists(path) ? [path] : [.. TextFilesBelow(path).Order(StringComparer.Ordinal)];
        StringBuilder text = new();
        foreach (string file in files)
        {
            text.Append(File.ReadAllText(file).ReplaceLineEndings("\n")).Append('\n');
            if (text.Length >= MaxCharacters)
            {
                text.Length = MaxCharacters;
                break;
            }
        }

        const int Least = 2 * HeldOutEvery * BlockLength;
        return text.Length >= Least
            ? new Corpus(text.ToString(), files.Length)
            : throw new InvalidDataException(
                $"'{path}' holds {text.Length} characters of text; {Least} is the least. Name more with --data.");
    }

    private static string[] TextFilesBelow(string folder)
    {
        ILookup<string, string> byExtension = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(SkippedFolders.Contains))
            .ToLookup(Path.GetExtension, StringComparer.OrdinalIgnoreCase)!;
        return [.. TextExtensions.Select(extension => byExtension[extension]).FirstOrDefault(files => files.Any(), [])];
    }
}
