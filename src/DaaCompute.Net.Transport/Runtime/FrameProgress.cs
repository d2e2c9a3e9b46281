namespace DaaCompute.Net.Transport.Runtime;

/// <summary>How far a source of frames came.</summary>
internal enum FrameProgress
{
    /// <summary>It has nothing more to send now.</summary>
    Finished,

    /// <summary>It wrote one frame and has more; others come first.</summary>
    More,

    /// <summary>The buffer is full.</summary>
    NoRoom,
}
