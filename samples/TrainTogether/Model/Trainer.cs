namespace TrainTogether.Model;

/// <summary>Trains one replica on one share of the text; how gradients are averaged is up to the caller.</summary>
internal sealed class Trainer
{
    private const float LearningRate = 8e-3f;

    private readonly Corpus _corpus;
    private readonly Random _random;
    private readonly int _firstPosition;
    private readonly int _lastPosition;
    private readonly int[] _batch;
    private readonly int _steps;
    private readonly Adam _adam;

    /// <param name="corpus">The whole text.</param>
    /// <param name="share">Which share of the training text this replica learns from, from 0.</param>
    /// <param name="shares">Into how many shares the text is cut.</param>
    /// <param name="batchSize">Samples of each step.</param>
    /// <param name="steps">How many steps the learning-rate schedule spans.</param>
    /// <param name="seed">What the weights and the samples are drawn from.</param>
    public Trainer(Corpus corpus, int share, int shares, int batchSize, int steps, int seed)
    {
        _corpus = corpus;
        _random = new Random(SampleSeed(seed, share));
        int length = corpus.Training.Length / shares;
        _firstPosition = (share * length) + CharacterModel.ContextLength;
        _lastPosition = ((share + 1) * length) - 1;
        _batch = new int[batchSize];
        _steps = steps;
        Model = new CharacterModel(corpus.Vocabulary.Size, seed);
        _adam = new Adam(Model.Parameters.Length, LearningRate);
    }

    public CharacterModel Model { get; }

    /// <summary>Learns from the next batch: the loss, with the gradient left in the model.</summary>
    public double ComputeGradient()
    {
        foreach (ref int position in _batch.AsSpan())
        {
            position = _random.Next(_firstPosition, _lastPosition + 1);
        }

        return Model.Learn(_corpus.Training, _batch);
    }

    /// <summary>Applies the gradient in the model, averaged by now.</summary>
    /// <param name="step">The step, from 0.</param>
    public void Apply(int step)
    {
        // Linear decay to a tenth: the last steps settle instead of jumping about.
        float scale = 1 - (0.9f * step / _steps);
        _adam.Step(Model.Parameters, Model.Gradient, scale);
    }

    private static int SampleSeed(int seed, int share) => unchecked((seed * 31) + (share * 7919) + 1);
}
