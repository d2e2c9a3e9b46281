namespace DaaCompute.Net;

/// <summary>What concerns a node as a whole. Section <c>DaaCompute</c>.</summary>
public sealed class DaaComputeNetworkOptions
{
    /// <summary>How long a node says goodbye before it cuts what is left.</summary>
    /// <value>Default 5 seconds; 0 to 5 minutes. Half of what Kubernetes' default grace period leaves after pre-stop hooks is plenty.</value>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
