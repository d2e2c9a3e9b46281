namespace DaaCompute.Net.Dht;

/// <summary>The rules of one namespace of values. Without them no value of the namespace is stored, sent or believed.</summary>
/// <remarks>
/// Both methods are pure: the same arguments give the same answer on every node, whatever the time, and neither throws.
/// They run on the path of incoming requests, so they must be quick. Source: libp2p/specs kad-dht, "Entry validation".
/// </remarks>
public interface IRecordValidator
{
    /// <summary>The namespace without slashes: <c>pk</c> for keys that begin with <c>/pk/</c>.</summary>
    string Namespace { get; }

    /// <summary>Whether a value may stand under a key.</summary>
    /// <param name="key">The whole key, namespace included.</param>
    /// <param name="value">The value.</param>
    bool Validate(ContentKey key, ReadOnlySpan<byte> value);

    /// <summary>Chooses the best of several valid values, such as the newest.</summary>
    /// <param name="key">The whole key.</param>
    /// <param name="values">At least one value, each of them valid.</param>
    /// <returns>The index of the best one.</returns>
    int Select(ContentKey key, IReadOnlyList<ReadOnlyMemory<byte>> values);
}
