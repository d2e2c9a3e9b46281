using System.Diagnostics.Metrics;
using DaaCompute.Net.Transport.Wire;

namespace DaaCompute.Net.Transport.Diagnostics;

/// <summary>What a rendezvous point measures.</summary>
internal sealed class RendezvousMetrics
{
    private readonly Counter<long> _answers;
    private int _registrations;

    public RendezvousMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create(DaaComputeTelemetry.Name);
        _answers = meter.CreateCounter<long>(
            "daacompute.transport.rendezvous.answers", "{message}", "Answers of this rendezvous point by request and status.");
        meter.CreateObservableGauge(
            "daacompute.transport.rendezvous.registrations", () => Registrations, "{registration}", "Registrations held.");
    }

    public int Registrations
    {
        get => Volatile.Read(ref _registrations);
        set => Volatile.Write(ref _registrations, value);
    }

    public void Answered(string request, RendezvousStatus status) => _answers.Add(
        1, new KeyValuePair<string, object?>("request", request), new KeyValuePair<string, object?>("status", status.ToString()));
}
