namespace DaaCompute.Net.Dht.Protocol;

/// <summary>The best of the values that peers answered with, and which of them hold a worse one.</summary>
/// <remarks>Source: libp2p/specs kad-dht, "Getting values" (quorum, entry correction).</remarks>
internal sealed class ValueSelection(ContentKey key, RecordValidators validators, int quorum)
{
    private readonly List<(PeerId? Holder, ReadOnlyMemory<byte> Value)> _offers = [];

    /// <summary>The best valid value so far.</summary>
    public ReadOnlyMemory<byte>? Best { get; private set; }

    /// <summary>Whether enough peers had a valid value.</summary>
    public bool IsComplete => _offers.Count >= quorum;

    /// <summary>The peers that answered with the best value.</summary>
    public IEnumerable<PeerId> Holders => _offers
        .Where(offer => offer.Holder is not null && offer.Value.Span.SequenceEqual(Best!.Value.Span))
        .Select(offer => offer.Holder!);

    /// <summary>The peers that answered with another one.</summary>
    public IEnumerable<PeerId> Outdated => _offers
        .Where(offer => offer.Holder is not null && !offer.Value.Span.SequenceEqual(Best!.Value.Span))
        .Select(offer => offer.Holder!);

    /// <summary>Takes in a value; one that is not valid counts for nothing.</summary>
    /// <param name="holder">The peer that has it; null for this node itself.</param>
    /// <param name="value">The value.</param>
    public void Offer(PeerId? holder, ReadOnlyMemory<byte> value)
    {
        if (!validators.IsValid(key, value.Span))
        {
            return;
        }

        _offers.Add((holder, value));
        if (Best is not ReadOnlyMemory<byte> best || validators.IsBetter(key, value, best))
        {
            Best = value;
        }
    }
}
