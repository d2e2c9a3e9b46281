namespace DaaCompute.Net.Training;

/// <summary>What a training program does together with others.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface ITrainingProtocol
{
    /// <summary>
    /// Joins a group: finds the others through the peers this node is connected to, and returns once a first view of
    /// the group is signed by all of its members. A group that runs already takes this node in between two of its
    /// operations.
    /// </summary>
    /// <param name="group">The group's name.</param>
    /// <param name="options">How it forms and judges; null takes <see cref="TrainingOptions.AllReduce"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The group; disposing it leaves.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    /// <exception cref="InvalidOperationException">This node is in that group already.</exception>
    /// <exception cref="AllReduceFailedException">Too few members were found in time.</exception>
    ValueTask<IAllReduceGroup> JoinGroupAsync(
        GroupId group, AllReduceOptions? options = null, CancellationToken cancellationToken = default);
}
