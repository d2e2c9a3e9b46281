using System.Text.Json.Serialization;

namespace TrainTogether.Workers;

/// <summary>What a worker tells the process that started it: one line of JSON each, on standard output.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(WorkerReady), "ready")]
[JsonDerivedType(typeof(WorkerStep), "step")]
[JsonDerivedType(typeof(WorkerDone), "done")]
internal abstract record WorkerEvent;

/// <summary>The node listens.</summary>
/// <param name="PeerId">Its id.</param>
/// <param name="Address">A full address that others can dial.</param>
internal sealed record WorkerReady(string PeerId, string Address) : WorkerEvent;

/// <summary>Steps were made.</summary>
/// <param name="Step">How many, in all.</param>
/// <param name="Loss">The mean training loss since the last report, in nats per character.</param>
/// <param name="Members">How many train together now.</param>
/// <param name="TokensPerSecond">Characters learned from per second, this worker alone.</param>
/// <param name="BytesPerSecond">Bytes sent per second, this worker alone.</param>
/// <param name="Security">The security protocol of the worker's links.</param>
internal sealed record WorkerStep(
    int Step, double Loss, int Members, double TokensPerSecond, double BytesPerSecond, string Security) : WorkerEvent;

/// <summary>The training is over.</summary>
/// <param name="ParametersBlake3">The BLAKE3 of the parameters, in hexadecimal.</param>
/// <param name="FirstLoss">The training loss of the first step.</param>
/// <param name="LastLoss">The mean training loss of the last steps.</param>
/// <param name="HeldOutLoss">The loss on the text that nobody trained on.</param>
/// <param name="SamplesSeen">Samples this worker learned from.</param>
/// <param name="SecondsLostToFaults">Time spent beyond the usual in steps during which members were lost.</param>
/// <param name="BytesSent">Bytes sent on the wire.</param>
/// <param name="Handshakes">Handshakes this worker began.</param>
/// <param name="Security">The security protocol of every link, one each.</param>
/// <param name="Text">A few lines that the model writes.</param>
internal sealed record WorkerDone(
    string ParametersBlake3,
    double FirstLoss,
    double LastLoss,
    double HeldOutLoss,
    long SamplesSeen,
    double SecondsLostToFaults,
    long BytesSent,
    int Handshakes,
    IReadOnlyList<string> Security,
    string Text) : WorkerEvent;
