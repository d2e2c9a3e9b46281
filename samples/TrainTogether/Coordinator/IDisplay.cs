namespace TrainTogether.Coordinator;

/// <summary>Shows how the workers get on. Called from several threads.</summary>
internal interface IDisplay
{
    /// <summary>Shows what changed of a worker.</summary>
    void Show(WorkerProcess worker);
}
