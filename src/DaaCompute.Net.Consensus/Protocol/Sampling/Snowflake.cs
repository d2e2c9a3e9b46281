namespace DaaCompute.Net.Consensus.Protocol.Sampling;

/// <summary>The confidence in one of several candidates that exclude each other.</summary>
/// <remarks>
/// Source: the Avalanche paper's Snowflake with the preference's quorum apart from the confidence's, and one counter for
/// each threshold.
/// </remarks>
internal sealed class Snowflake(SamplingParameters parameters)
{
    private readonly int[] _runs = new int[parameters.Thresholds.Length];

    /// <summary>The candidate that this node votes for; null while there is none.</summary>
    public VertexId? Preference { get; private set; }

    /// <summary>Whether the preference can no longer change.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>Takes a candidate in; the first one is preferred until a poll says otherwise.</summary>
    public void Add(VertexId candidate) => Preference ??= candidate;

    /// <summary>Takes in the outcome of a poll.</summary>
    /// <param name="leader">The candidate with the most votes.</param>
    /// <param name="votes">Its votes.</param>
    public void Record(VertexId leader, int votes)
    {
        if (IsFinal)
        {
            return;
        }

        if (votes >= parameters.PreferenceQuorum && Preference != leader)
        {
            Preference = leader;
            Array.Clear(_runs);
        }

        // The quorum of any threshold is above that of the preference, so a run is always one of the preference.
        for (int index = 0; index < _runs.Length; index++)
        {
            ConfidenceThreshold threshold = parameters.Thresholds[index];
            _runs[index] = votes >= threshold.Quorum ? _runs[index] + 1 : 0;
            IsFinal |= _runs[index] >= threshold.Polls;
        }
    }
}
