namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>What a peer did in one topic that counts.</summary>
internal sealed class TopicCounters(string topic, TopicScoreOptions options)
{
    private TimeSpan? _graftedAt;

    public string Topic => topic;

    public TopicScoreOptions Options => options;

    public double FirstMessageDeliveries { get; set; }

    public double MeshMessageDeliveries { get; set; }

    public double MeshFailurePenalty { get; set; }

    public double InvalidMessageDeliveries { get; set; }

    public bool IsInMesh => _graftedAt is not null;

    public void Graft(TimeSpan now)
    {
        _graftedAt = now;
        MeshMessageDeliveries = 0;
    }

    /// <summary>Leaves the mesh; a shortfall at that time sticks (P3b).</summary>
    public void Prune(TimeSpan now)
    {
        double deficit = Deficit(now);
        MeshFailurePenalty += deficit * deficit;
        _graftedAt = null;
    }

    public void AddFirstDelivery()
    {
        FirstMessageDeliveries = Math.Min(FirstMessageDeliveries + 1, options.FirstMessageDeliveriesCap);
        AddMeshDelivery();
    }

    public void AddMeshDelivery()
    {
        if (IsInMesh)
        {
            MeshMessageDeliveries = Math.Min(MeshMessageDeliveries + 1, options.MeshMessageDeliveriesCap);
        }
    }

    /// <summary>The topic's part of the score: t · (w1 P1 + w2 P2 + w3 P3 + w3b P3b + w4 P4).</summary>
    public double Score(TimeSpan now)
    {
        double inMesh = _graftedAt is { } since
            ? Math.Min((now - since) / options.TimeInMeshQuantum, options.TimeInMeshCap)
            : 0;
        double deficit = Deficit(now);
        return options.TopicWeight * (
            (options.TimeInMeshWeight * inMesh)
            + (options.FirstMessageDeliveriesWeight * FirstMessageDeliveries)
            + (options.MeshMessageDeliveriesWeight * deficit * deficit)
            + (options.MeshFailurePenaltyWeight * MeshFailurePenalty)
            + (options.InvalidMessageDeliveriesWeight * InvalidMessageDeliveries * InvalidMessageDeliveries));
    }

    public void Decay(double toZero)
    {
        FirstMessageDeliveries = Decayed(FirstMessageDeliveries, options.FirstMessageDeliveriesDecay, toZero);
        MeshMessageDeliveries = Decayed(MeshMessageDeliveries, options.MeshMessageDeliveriesDecay, toZero);
        MeshFailurePenalty = Decayed(MeshFailurePenalty, options.MeshFailurePenaltyDecay, toZero);
        InvalidMessageDeliveries = Decayed(InvalidMessageDeliveries, options.InvalidMessageDeliveriesDecay, toZero);
    }

    public static double Decayed(double value, double decay, double toZero)
    {
        double decayed = value * decay;
        return decayed < toZero ? 0 : decayed;
    }

    private double Deficit(TimeSpan now) =>
        _graftedAt is { } since
        && now - since > options.MeshMessageDeliveriesActivation
        && MeshMessageDeliveries < options.MeshMessageDeliveriesThreshold
            ? options.MeshMessageDeliveriesThreshold - MeshMessageDeliveries
            : 0;
}
