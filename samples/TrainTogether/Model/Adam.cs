using System.Numerics.Tensors;

namespace TrainTogether.Model;

/// <summary>The Adam optimiser over one flat array of parameters.</summary>
/// <remarks>
/// Element by element, so replicas that start alike and apply the same gradients stay equal to the last bit.
/// Source: Kingma and Ba (2015), with its defaults for both decays and epsilon.
/// </remarks>
internal sealed class Adam(int parameterCount, float learningRate)
{
    private const float FirstDecay = 0.9f;
    private const float SecondDecay = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _mean = new float[parameterCount];
    private readonly float[] _variance = new float[parameterCount];
    private readonly float[] _update = new float[parameterCount];
    private int _step;

    /// <summary>Applies one step.</summary>
    /// <param name="parameters">Changed in place.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="rateScale">What the learning rate is multiplied by at this step.</param>
    public void Step(float[] parameters, ReadOnlySpan<float> gradient, float rateScale)
    {
        _step++;
        TensorPrimitives.Multiply(_mean, FirstDecay, _mean);
        TensorPrimitives.MultiplyAdd(gradient, 1 - FirstDecay, _mean, _mean);
        TensorPrimitives.Multiply(gradient, gradient, _update);
        TensorPrimitives.Multiply(_variance, SecondDecay, _variance);
        TensorPrimitives.MultiplyAdd(_update, 1 - SecondDecay, _variance, _variance);

        float rate = learningRate * rateScale / (1 - MathF.Pow(FirstDecay, _step));
        TensorPrimitives.Multiply(_variance, 1 / (1 - MathF.Pow(SecondDecay, _step)), _update);
        TensorPrimitives.Sqrt(_update, _update);
        TensorPrimitives.Add(_update, Epsilon, _update);
        TensorPrimitives.Divide(_mean, _update, _update);
        TensorPrimitives.MultiplyAdd(_update, -rate, parameters, parameters);
    }
}
