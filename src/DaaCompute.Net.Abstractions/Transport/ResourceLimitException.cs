namespace DaaCompute.Net.Transport;

/// <summary>A limit of this node stands in the way; the message names it, its value and the setting that changes it.</summary>
public sealed class ResourceLimitException : DaaComputeException
{
    /// <summary>Makes one.</summary>
    /// <param name="limit">What is limited, such as <c>inbound streams of a peer</c>.</param>
    /// <param name="value">The limit.</param>
    /// <param name="setting">The setting's full path, such as <c>DaaCompute:Transport:Limits:PeerInboundStreams</c>.</param>
    public ResourceLimitException(string limit, long value, string setting)
        : base($"The limit on {limit} ({value}) is reached. The setting is {setting}.")
    {
        Limit = value;
        Setting = setting;
    }

    /// <summary>The limit's value.</summary>
    public long Limit { get; }

    /// <summary>The setting's full path.</summary>
    public string Setting { get; }
}
