namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Something that has frames to send: a stream, or the session itself.</summary>
internal interface IFrameSource
{
    /// <summary>Whether it waits in the writer's queue. The writer's own.</summary>
    bool IsQueued { get; set; }

    /// <summary>Writes its next frame; called under the writer's lock.</summary>
    FrameProgress Emit(RecordBuffer records);
}
