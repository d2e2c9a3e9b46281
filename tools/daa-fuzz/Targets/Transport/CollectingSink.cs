using DaaCompute.Net.Transport.Runtime;

namespace DaaCompute.Net.Fuzz.Targets.Transport;

/// <summary>Keeps what a link's reader tells.</summary>
internal sealed class CollectingSink : IPlaintextSink
{
    public List<byte> Plaintext { get; } = [];

    public Exception? Failure { get; private set; }

    public int Stops { get; private set; }

    public void Receive(Span<byte> plaintext) => Plaintext.AddRange(plaintext);

    public void Continue()
    {
    }

    public IThreadPoolWorkItem? Park() => null;

    public void Flush()
    {
    }

    public void Stopped(Exception? exception)
    {
        Failure = exception;
        Stops++;
    }
}
