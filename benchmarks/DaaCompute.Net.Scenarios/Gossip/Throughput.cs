namespace DaaCompute.Net.Scenarios.Gossip;

/// <summary>How fast messages went from one node to another.</summary>
/// <param name="MessagesPerSecond">Received, each once.</param>
/// <param name="CpuMicroseconds">Processor time of both ends for each message.</param>
internal readonly record struct Throughput(double MessagesPerSecond, double CpuMicroseconds);
