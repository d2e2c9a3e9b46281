namespace DaaCompute.Net.Training;

/// <summary>How the members' values at one place of the vector become one.</summary>
public enum ReduceOperation
{
    /// <summary>Their sum.</summary>
    Sum = 0,

    /// <summary>Their sum, divided once by the number of members.</summary>
    Mean = 1,

    /// <summary>The smallest.</summary>
    Min = 2,

    /// <summary>The largest.</summary>
    Max = 3,

    /// <summary>Their product.</summary>
    Product = 4,
}
