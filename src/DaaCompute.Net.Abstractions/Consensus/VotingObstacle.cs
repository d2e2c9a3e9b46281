namespace DaaCompute.Net.Consensus;

/// <summary>Why a validator does not vote.</summary>
public enum VotingObstacle
{
    /// <summary>Nothing is in the way.</summary>
    None = 0,

    /// <summary>It is no validator of this epoch.</summary>
    NotAValidator,

    /// <summary>It starts, and reads what it has stored.</summary>
    Starting,

    /// <summary>
    /// Its database and its guard file do not tell the same about its own votes: it waits until a quorum has told it how far
    /// voting can have gone.
    /// </summary>
    LearningOwnVotes,

    /// <summary>The disk is full: it votes again once there is room.</summary>
    DiskFull,

    /// <summary>The disk failed or is damaged: it votes no more until it is restarted with a whole one.</summary>
    DiskFailed,

    /// <summary>It has been proved to have signed two vertices of one round.</summary>
    Banned,
}
