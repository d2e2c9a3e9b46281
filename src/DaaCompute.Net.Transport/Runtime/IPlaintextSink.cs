namespace DaaCompute.Net.Transport.Runtime;

/// <summary>What a link's reader feeds.</summary>
internal interface IPlaintextSink
{
    /// <summary>Takes the plaintext of one record; the memory is the reader's and may be overwritten.</summary>
    /// <exception cref="ProtocolViolationException">The peer may not send this.</exception>
    void Receive(Span<byte> plaintext);

    /// <summary>More was received already; wake on other threads whoever waits for what came.</summary>
    void Continue();

    /// <summary>Nothing more is there now; the sink may wake whoever waits by the returned call, on this thread.</summary>
    IThreadPoolWorkItem? Park();

    /// <summary>The reader is about to give its thread away: answer what wants an answer.</summary>
    void Flush();

    /// <summary>Nothing will be received any more: the peer closed its side, or something went wrong. Called once.</summary>
    void Stopped(Exception? exception);
}
