using System.Numerics.Tensors;

namespace TrainTogether.Model;

/// <summary>
/// A character-level language model: the last characters' embeddings, one hidden layer, a softmax over the next character.
/// </summary>
/// <remarks>
/// All parameters live in one flat array, so that one all-reduce averages the gradient of the whole model.
/// Source: Bengio et al., "A Neural Probabilistic Language Model" (2003).
/// </remarks>
internal sealed class CharacterModel
{
    /// <summary>How many characters the model looks back.</summary>
    public const int ContextLength = 12;

    private const int EmbeddingSize = 16;
    private const int HiddenSize = 128;
    private const int InputSize = ContextLength * EmbeddingSize;

    private readonly int _vocabularySize;
    private readonly float[] _input = new float[InputSize];
    private readonly float[] _hidden = new float[HiddenSize];
    private readonly float[] _probabilities;
    private readonly float[] _hiddenGradient = new float[HiddenSize];
    private readonly float[] _inputGradient = new float[InputSize];

    /// <summary>Makes a model with random weights; the same seed gives the same weights in every process.</summary>
    public CharacterModel(int vocabularySize, int seed)
    {
        _vocabularySize = vocabularySize;
        _probabilities = new float[vocabularySize];
        Parameters = new float[OutputBias + vocabularySize];
        Gradient = new float[Parameters.Length];
        Random random = new(seed);
        Randomise(random, Parameters.AsSpan(0, HiddenWeights), 0.1);
        Randomise(random, Parameters.AsSpan(HiddenWeights, HiddenSize * InputSize), 1 / Math.Sqrt(InputSize));
        Randomise(random, Parameters.AsSpan(OutputWeights, vocabularySize * HiddenSize), 1 / Math.Sqrt(HiddenSize));
    }

    /// <summary>Embeddings, hidden weights and biases, output weights and biases, in this order.</summary>
    public float[] Parameters { get; }

    /// <summary>The gradient, laid out as <see cref="Parameters"/>.</summary>
    public float[] Gradient { get; }

    private int HiddenWeights => _vocabularySize * EmbeddingSize;

    private int HiddenBias => HiddenWeights + (HiddenSize * InputSize);

    private int OutputWeights => HiddenBias + HiddenSize;

    private int OutputBias => OutputWeights + (_vocabularySize * HiddenSize);

    /// <summary>Computes the mean loss of a batch and leaves its gradient in <see cref="Gradient"/>.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="positions">Where each sample's next character stands; at least <see cref="ContextLength"/>.</param>
    /// <returns>The mean cross-entropy, in nats per character.</returns>
    public double Learn(ReadOnlySpan<byte> tokens, ReadOnlySpan<int> positions)
    {
        Array.Clear(Gradient);
        double loss = 0;
        foreach (int position in positions)
        {
            ReadOnlySpan<byte> context = tokens.Slice(position - ContextLength, ContextLength);
            Predict(context);
            loss -= Math.Log(Math.Max(_probabilities[tokens[position]], 1e-30f));
            Backward(context, tokens[position], 1f / positions.Length);
        }

        return loss / positions.Length;
    }

    /// <summary>The mean loss over a text, in nats per character; parameters and gradient stay as they are.</summary>
    public double Evaluate(ReadOnlySpan<byte> tokens)
    {
        double loss = 0;
        for (int position = ContextLength; position < tokens.Length; position++)
        {
            Predict(tokens.Slice(position - ContextLength, ContextLength));
            loss -= Math.Log(Math.Max(_probabilities[tokens[position]], 1e-30f));
        }

        return loss / (tokens.Length - ContextLength);
    }

    /// <summary>The probabilities of the character that follows a context; valid until the next call.</summary>
    public ReadOnlySpan<float> Predict(ReadOnlySpan<byte> context)
    {
        for (int index = 0; index < ContextLength; index++)
        {
            Parameters.AsSpan(context[index] * EmbeddingSize, EmbeddingSize)
                .CopyTo(_input.AsSpan(index * EmbeddingSize));
        }

        for (int unit = 0; unit < HiddenSize; unit++)
        {
            _hidden[unit] = Parameters[HiddenBias + unit]
                + TensorPrimitives.Dot(Parameters.AsSpan(HiddenWeights + (unit * InputSize), InputSize), _input);
        }

        TensorPrimitives.Tanh(_hidden, _hidden);
        for (int token = 0; token < _vocabularySize; token++)
        {
            _probabilities[token] = Parameters[OutputBias + token]
                + TensorPrimitives.Dot(Parameters.AsSpan(OutputWeights + (token * HiddenSize), HiddenSize), _hidden);
        }

        TensorPrimitives.SoftMax(_probabilities, _probabilities);
        return _probabilities;
    }

    private static void Randomise(Random random, Span<float> weights, double deviation)
    {
        foreach (ref float weight in weights)
        {
            // Uniform with the asked-for standard deviation.
            weight = (float)(((random.NextDouble() * 2) - 1) * Math.Sqrt(3) * deviation);
        }
    }

    private void Backward(ReadOnlySpan<byte> context, byte target, float scale)
    {
        _probabilities[target] -= 1;
        TensorPrimitives.Multiply(_probabilities, scale, _probabilities);
        TensorPrimitives.Add(Gradient.AsSpan(OutputBias), _probabilities, Gradient.AsSpan(OutputBias));
        Array.Clear(_hiddenGradient);
        for (int token = 0; token < _vocabularySize; token++)
        {
            int row = OutputWeights + (token * HiddenSize);
            Accumulate(_hidden, _probabilities[token], Gradient.AsSpan(row, HiddenSize));
            Accumulate(Parameters.AsSpan(row, HiddenSize), _probabilities[token], _hiddenGradient);
        }

        Array.Clear(_inputGradient);
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            float gradient = _hiddenGradient[unit] * (1 - (_hidden[unit] * _hidden[unit]));
            int row = HiddenWeights + (unit * InputSize);
            Gradient[HiddenBias + unit] += gradient;
            Accumulate(_input, gradient, Gradient.AsSpan(row, InputSize));
            Accumulate(Parameters.AsSpan(row, InputSize), gradient, _inputGradient);
        }

        for (int index = 0; index < ContextLength; index++)
        {
            Span<float> embedding = Gradient.AsSpan(context[index] * EmbeddingSize, EmbeddingSize);
            TensorPrimitives.Add(embedding, _inputGradient.AsSpan(index * EmbeddingSize, EmbeddingSize), embedding);
        }
    }

    private static void Accumulate(ReadOnlySpan<float> vector, float factor, Span<float> sum) =>
        TensorPrimitives.MultiplyAdd(vector, factor, sum, sum);
}
