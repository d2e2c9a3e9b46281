using TrainTogether.Workers;

namespace TrainTogether.Coordinator;

/// <summary>A worker's state in words.</summary>
internal static class StepText
{
    public static string Of(WorkerProcess worker, WorkerStep step, int steps) =>
        worker.Fault is not null
            ? $"{worker.Fault} at step {step.Step}/{steps}"
            : $"step {step.Step}/{steps}, loss {step.Loss:F3}, {step.Members} together, "
                + $"{step.TokensPerSecond:N0} tokens/s, {step.BytesPerSecond / 1e6:F1} MB/s, {step.Security}";
}
