namespace TrainTogether;

/// <summary>What came of a run.</summary>
/// <param name="Nodes">Processes that were started.</param>
/// <param name="Survivors">Processes that finished.</param>
/// <param name="ParametersBlake3">Each survivor's BLAKE3 of the parameters; all must be equal.</param>
/// <param name="FirstLoss">The training loss of the first step, in nats per character.</param>
/// <param name="LastLoss">The mean training loss of the last steps.</param>
/// <param name="HeldOutLoss">The loss on the text that nobody trained on.</param>
/// <param name="SingleHeldOutLoss">The same for a single process; null unless one ran.</param>
/// <param name="SamplesSeen">Samples that were learned from, by all survivors together.</param>
/// <param name="Seconds">From the start of the first process to the end of the last, without the single process.</param>
/// <param name="SecondsLostToFaults">Time spent beyond the usual in steps during which members were lost: the worst survivor's.</param>
/// <param name="BytesSent">Bytes sent on the wire by all survivors.</param>
/// <param name="Handshakes">Handshakes between survivors and others.</param>
/// <param name="Security">The protocol id of every link.</param>
internal sealed record RunReport(
    int Nodes,
    int Survivors,
    IReadOnlyList<string> ParametersBlake3,
    double FirstLoss,
    double LastLoss,
    double HeldOutLoss,
    double? SingleHeldOutLoss,
    long SamplesSeen,
    double Seconds,
    double SecondsLostToFaults,
    long BytesSent,
    int Handshakes,
    IReadOnlyList<string> Security)
{
    /// <summary>Whether every survivor ended with the same parameters and the model learned.</summary>
    public bool Succeeded() =>
        Survivors > 0 && ParametersBlake3.Distinct().Count() == 1 && LastLoss < FirstLoss && double.IsFinite(LastLoss);
}
