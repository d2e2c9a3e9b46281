namespace DaaCompute.Net.InteropTests;

/// <summary>The js-libp2p peer answered a command with an error.</summary>
internal sealed class JsPeerException(string name, string message) : Exception($"{name}: {message}")
{
    /// <summary>The name of the JavaScript error, such as <c>UnexpectedPeerError</c>.</summary>
    public string Name { get; } = name;
}
