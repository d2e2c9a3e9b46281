using DaaCompute.Net.Training;

namespace DaaCompute.Net.Sim.Scenarios;

/// <summary>Does something when an all-reduce reports its n-th piece: within the member's own code, between two of its steps.</summary>
internal sealed class Strike(int piece, Action action) : IProgress<AllReduceProgress>
{
    private int _pieces;

    public static Strike Never => new(int.MaxValue, () => { });

    public void Report(AllReduceProgress value)
    {
        if (_pieces++ == piece)
        {
            action();
        }
    }
}
