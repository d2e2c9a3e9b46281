namespace DaaCompute.Net.Gossip.Protocol;

/// <summary>A message that is being validated, and who has delivered it so far, first come first.</summary>
internal sealed record PendingMessage(InboundMessage Message, List<PeerId> DeliveredBy);
