namespace DaaCompute.Net.Transport.Runtime;

/// <summary>What other parts of the node know of whom to dial, and how.</summary>
/// <param name="Selector">Orders transports.</param>
/// <param name="Routing">Gives what finds peers that the directory does not know; asked for late, since it may need the network itself.</param>
/// <param name="Preferences">Gives what knows which peers are near; asked for late for the same reason.</param>
internal sealed record DialGuidance(
    ITransportSelector Selector, Func<IPeerRouting?> Routing, Func<IPeerPreferences?> Preferences);
