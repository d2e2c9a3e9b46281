namespace DaaCompute.Net.Consensus;

/// <summary>How consensus stands on this node.</summary>
/// <param name="Role">What part the node takes.</param>
/// <param name="Obstacle">Why it does not vote, or <see cref="VotingObstacle.None"/>.</param>
/// <param name="Validators">The set that votes now.</param>
/// <param name="Round">The round this node's last vertex stands in, or the highest one it has seen when it does not vote.</param>
/// <param name="DecidedRound">The round up to which everything is decided.</param>
/// <param name="Height">How many proposals are final, as far as this node knows.</param>
/// <param name="CertifiedHeight">How many of them the newest certificate covers.</param>
/// <param name="Pending">Own and forwarded proposals that are not final yet.</param>
/// <param name="ConnectedValidators">How many other validators this node has a link to.</param>
public sealed record ConsensusStatus(
    ConsensusRole Role,
    VotingObstacle Obstacle,
    ValidatorSet Validators,
    long Round,
    long DecidedRound,
    long Height,
    long CertifiedHeight,
    int Pending,
    int ConnectedValidators);
