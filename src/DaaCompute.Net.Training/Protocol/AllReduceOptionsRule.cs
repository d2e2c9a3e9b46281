namespace DaaCompute.Net.Training.Protocol;

/// <summary>What <c>[Range]</c> cannot say about options: durations, and how they relate.</summary>
internal static class AllReduceOptionsRule
{
    /// <summary>
    /// The first thing that is wrong, naming the setting below <paramref name="path"/>; null when all is well.
    /// </summary>
    public static string? FindError(AllReduceOptions options, string path)
    {
        static bool Within(TimeSpan value, int minimumMilliseconds) =>
            value >= TimeSpan.FromMilliseconds(minimumMilliseconds) && value <= TimeSpan.FromDays(1);

        return options switch
        {
            { MinimumMembers: < 1 or > 256 } => $"{path}:MinimumMembers must be 1 to 256.",
            { MaximumMembers: < 1 or > 256 } => $"{path}:MaximumMembers must be 1 to 256.",
            { ExpectedMembers: < 1 or > 256 } => $"{path}:ExpectedMembers must be 1 to 256.",
            { PieceSize: < 4 or > AllReduceOptions.MaxPieceSize } =>
                $"{path}:PieceSize must be 4 to {AllReduceOptions.MaxPieceSize} bytes.",
            { MaxVectorLength: < 1 or > 1 << 29 } => $"{path}:MaxVectorLength must be 1 to {1 << 29} elements.",
            _ when options.MinimumMembers > options.MaximumMembers =>
                $"{path}:MinimumMembers must be at most {path}:MaximumMembers.",
            _ when !Within(options.FormationDeadline, 1) => $"{path}:FormationDeadline must be 1 ms to 1 day.",
            _ when !Within(options.SettleTime, 0) => $"{path}:SettleTime must be at most 1 day.",
            _ when !Within(options.HeartbeatInterval, 1) => $"{path}:HeartbeatInterval must be 1 ms to 1 day.",
            _ when !Within(options.ChunkDeadline, 1) => $"{path}:ChunkDeadline must be 1 ms to 1 day.",
            _ when !Within(options.JoinBackOff, 1) => $"{path}:JoinBackOff must be 1 ms to 1 day.",

            // Fewer than four heartbeats in the time-out would drop a member for one lost scheduling slot.
            _ when !Within(options.HeartbeatTimeout, 1) || options.HeartbeatTimeout < 4 * options.HeartbeatInterval =>
                $"{path}:HeartbeatTimeout must be at least four times {path}:HeartbeatInterval.",
            _ => null,
        };
    }
}
