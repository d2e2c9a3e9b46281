using System.Collections.Immutable;

namespace DaaCompute.Net.Training;

/// <summary>A group of peers that reduce vectors together; disposing it leaves the group.</summary>
/// <remarks>
/// The members call <see cref="AllReduceAsync(Memory{float}, ReduceOperation, CancellationToken)"/> equally often and
/// with vectors of one length. A member that dies or freezes is dropped and the others finish without its contribution;
/// all that finish an operation hold the same bits. One operation runs at a time.
/// </remarks>
public interface IAllReduceGroup : IAsyncDisposable
{
    /// <summary>The group's name.</summary>
    GroupId Id { get; }

    /// <summary>The number of the present view; grows whenever a member comes or goes.</summary>
    long Epoch { get; }

    /// <summary>This node's place among <see cref="Members"/>, from 0.</summary>
    int Rank { get; }

    /// <summary>The members of the present view, in the order of the ring.</summary>
    ImmutableArray<PeerId> Members { get; }

    /// <summary>What the group has done so far, and what it cost.</summary>
    AllReduceStatistics Statistics { get; }

    /// <summary>Replaces every element of the vector by what the members' elements make together.</summary>
    /// <param name="vector">
    /// This node's contribution, all finite; the result once this returns. Untouched when it throws. It must not be
    /// written meanwhile.
    /// </param>
    /// <param name="operation">How elements become one; the same on every member.</param>
    /// <param name="cancellationToken">
    /// Gives up. The others cannot finish with a contribution that is withdrawn, so this node leaves the group.
    /// </param>
    /// <exception cref="AllReduceFailedException">This node is out of the group; the exception says why.</exception>
    /// <exception cref="ArgumentException">
    /// The vector is longer than <see cref="AllReduceOptions.MaxVectorLength"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">An operation runs already.</exception>
    /// <exception cref="ObjectDisposedException">The group was left.</exception>
    ValueTask AllReduceAsync(
        Memory<float> vector, ReduceOperation operation, CancellationToken cancellationToken = default);

    /// <summary>The same, and says how far it is.</summary>
    /// <param name="vector">This node's contribution, then the result.</param>
    /// <param name="operation">How elements become one.</param>
    /// <param name="progress">Told after each piece; called from any thread and must return at once.</param>
    /// <param name="cancellationToken">Gives up and leaves the group.</param>
    /// <inheritdoc cref="AllReduceAsync(Memory{float}, ReduceOperation, CancellationToken)" path="/exception"/>
    ValueTask AllReduceAsync(
        Memory<float> vector,
        ReduceOperation operation,
        IProgress<AllReduceProgress> progress,
        CancellationToken cancellationToken = default);
}
