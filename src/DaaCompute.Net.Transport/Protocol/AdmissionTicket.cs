namespace DaaCompute.Net.Transport.Protocol;

/// <summary>A connection's place within the limits, from before its handshake until it is gone.</summary>
internal sealed class AdmissionTicket(AddressUsage? host, AddressUsage? network, bool isHalfOpen)
{
    public AddressUsage? Host => host;

    public AddressUsage? Network => network;

    /// <summary>Whether it still takes one of the places for handshakes.</summary>
    public bool IsHalfOpen { get; set; } = isHalfOpen;

    public bool IsReleased { get; set; }

    /// <summary>Called when another handshake takes its place.</summary>
    public Action? Evict { get; set; }
}
