namespace DaaCompute.Net.Topology.Scaling;

/// <summary>
/// The specification's <c>apply_scaling_policy</c>, with what keeps it from swinging: a load has to stay beyond a threshold,
/// the thresholds are apart, a change is followed by a pause, and no change is larger than brings the load between them.
/// </summary>
/// <remarks>Pure: loads and the time in, decisions out.</remarks>
internal sealed class ScalingPolicy(ScalingPolicyOptions options)
{
    private TimeSpan? _above;
    private TimeSpan? _below;
    private TimeSpan? _changed;

    /// <param name="load">The load now, from 0 to 1.</param>
    /// <param name="nodes">How many nodes there are, those on their way included.</param>
    /// <param name="now">The time since any fixed moment.</param>
    public ScalingDecision Step(double load, int nodes, TimeSpan now)
    {
        if (nodes < options.MinNodes)
        {
            // Too few is no question of load, and waits for nothing but the last change.
            return IsCoolingDown(now) ? ScalingDecision.None : Decide(options.MinNodes - nodes, now);
        }

        if (nodes > options.MaxNodes)
        {
            return IsCoolingDown(now) ? ScalingDecision.None : Decide(options.MaxNodes - nodes, now);
        }

        _above = load > options.ScaleUpThreshold ? _above ?? now : null;
        _below = load < options.ScaleDownThreshold ? _below ?? now : null;
        if (IsCoolingDown(now))
        {
            return ScalingDecision.None;
        }

        double middle = (options.ScaleUpThreshold + options.ScaleDownThreshold) / 2;
        if (_above is TimeSpan up && now - up >= options.SustainTime)
        {
            int wanted = (int)Math.Ceiling(nodes * load / middle);
            return Decide(Math.Min(Math.Max(wanted, nodes + 1), options.MaxNodes) - nodes, now);
        }

        if (_below is TimeSpan down && now - down >= options.SustainTime)
        {
            // Rounded up: what stays must not be loaded above the middle.
            int wanted = (int)Math.Ceiling(nodes * load / middle);
            return Decide(Math.Max(Math.Min(wanted, nodes - 1), options.MinNodes) - nodes, now);
        }

        return ScalingDecision.None;
    }

    private bool IsCoolingDown(TimeSpan now) => _changed is TimeSpan changed && now - changed < options.Cooldown;

    private ScalingDecision Decide(int change, TimeSpan now)
    {
        int bounded = Math.Clamp(change, -options.MaxStep, options.MaxStep);
        if (bounded != 0)
        {
            _changed = now;
            _above = null;
            _below = null;
        }

        return new ScalingDecision(bounded);
    }
}
