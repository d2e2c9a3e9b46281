using System.Text;

namespace TrainTogether.Model;

/// <summary>Lets a trained model write.</summary>
internal static class Storyteller
{
    /// <summary>Below 1, likely characters become likelier: the text gets plainer and less wrong.</summary>
    private const double Temperature = 0.6;

    public static string Write(CharacterModel model, Corpus corpus, int characters, int seed)
    {
        Random random = new(seed);
        byte[] context = corpus.HeldOut[..CharacterModel.ContextLength];
        StringBuilder text = new();
        while (text.Length < characters)
        {
            int token = Sample(model.Predict(context), random);
            text.Append(corpus.Vocabulary.Decode(token));
            context = [.. context[1..], (byte)token];
        }

        return text.ToString();
    }

    private static int Sample(ReadOnlySpan<float> probabilities, Random random)
    {
        double[] weights = new double[probabilities.Length];
        for (int token = 0; token < weights.Length; token++)
        {
            weights[token] = Math.Pow(probabilities[token], 1 / Temperature);
        }

        double remaining = random.NextDouble() * weights.Sum();
        for (int token = 0; token < weights.Length; token++)
        {
            remaining -= weights[token];
            if (remaining < 0)
            {
                return token;
            }
        }

        return weights.Length - 1;
    }
}
