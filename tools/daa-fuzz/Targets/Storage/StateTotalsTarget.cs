using DaaCompute.Net.Storage.Sqlite;

namespace DaaCompute.Net.Fuzz.Targets.Storage;

/// <summary>A store's totals on its disk: any 32 bytes are some, and those alone.</summary>
[Decodes(typeof(StateTotals), nameof(StateTotals.Decode))]
[Decodes(typeof(RowDigest), nameof(RowDigest.Decode))]
internal sealed class StateTotalsTarget : CodecTarget<StateTotals>
{
    public override string Name => "state-totals";

    protected override bool IsCanonical => true;

    public override IEnumerable<byte[]> Seeds() => [Encode(new StateTotals(7, 2, UInt128.MaxValue - 5)), new byte[StateTotals.Size]];

    protected override bool TryDecode(ReadOnlySpan<byte> input, out StateTotals value)
    {
        bool isWhole = input.Length == StateTotals.Size;
        value = isWhole ? StateTotals.Decode(input) : default;
        return isWhole;
    }

    protected override byte[] Encode(StateTotals value)
    {
        byte[] bytes = new byte[StateTotals.Size];
        value.Encode(bytes);
        return bytes;
    }

    protected override void Check(StateTotals value, ReadOnlySpan<byte> input)
    {
        Span<byte> row = stackalloc byte[RowDigest.Size];
        RowDigest.Encode(RowDigest.Decode(input[..RowDigest.Size]), row);
        FuzzFindingException.Require(row.SequenceEqual(input[..RowDigest.Size]), "a row's digest changed on its way");
        UInt128 digest = RowDigest.Decode(input[RowDigest.Size..]);
        FuzzFindingException.Require(
            value.Count == long.MaxValue || value.Add(digest).Remove(digest) == value, "what was added and removed is not gone");
    }
}
