namespace DaaCompute.Net.Onion.Protocol.Fragments;

/// <summary>A systematic erasure code: as many shards as there are data shards, whichever they are, restore them all.</summary>
/// <remarks>
/// The parity rows are a Cauchy matrix, 1 / (x + y), every square part of which can be inverted.
/// Source: Blömer et al., "An XOR-Based Erasure-Resilient Coding Scheme", 1995.
/// </remarks>
internal sealed class ReedSolomon
{
    /// <summary>All shards of a group: each takes an element of the field of its own.</summary>
    public const int MaxShards = 255;

    private readonly int _data;
    private readonly int _parity;

    public ReedSolomon(int data, int parity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(data, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(parity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)data + parity, MaxShards, nameof(parity));
        _data = data;
        _parity = parity;
    }

    /// <summary>Adds a data shard to a parity shard that began as zeros.</summary>
    public void AddTo(int parity, int index, ReadOnlySpan<byte> shard, Span<byte> target) =>
        GaloisField.MultiplyAdd(Coefficient(parity, index), shard, target);

    /// <summary>Fills in the missing data shards; false, and nothing changed, when too few shards are there.</summary>
    /// <param name="shards">First the data, then the parity shards; null where one is missing; all of one length.</param>
    public bool TryRestore(byte[]?[] shards)
    {
        int[] missing = [.. Enumerable.Range(0, _data).Where(index => shards[index] is null)];
        int[] rows = [.. Enumerable.Range(0, _parity).Where(row => shards[_data + row] is not null).Take(missing.Length)];
        if (rows.Length < missing.Length)
        {
            return false;
        }

        // What is left of each parity shard without the data that is there: a combination of the missing shards alone.
        byte[][] remainders = [.. rows.Select(row => Remainder(shards, row))];
        byte[][] inverse = Invert([.. rows.Select(row => missing.Select(index => Coefficient(row, index)).ToArray())]);
        for (int index = 0; index < missing.Length; index++)
        {
            byte[] shard = new byte[remainders[0].Length];
            for (int row = 0; row < rows.Length; row++)
            {
                GaloisField.MultiplyAdd(inverse[index][row], remainders[row], shard);
            }

            shards[missing[index]] = shard;
        }

        return true;
    }

    private byte Coefficient(int parity, int index) => GaloisField.Invert((byte)((_data + parity) ^ index));

    private byte[] Remainder(byte[]?[] shards, int row)
    {
        byte[] remainder = (byte[])shards[_data + row]!.Clone();
        for (int index = 0; index < _data; index++)
        {
            if (shards[index] is { } shard)
            {
                AddTo(row, index, shard, remainder);
            }
        }

        return remainder;
    }

    // Gauss and Jordan, beside a unit matrix.
    private static byte[][] Invert(byte[][] matrix)
    {
        int size = matrix.Length;
        byte[][] work = [.. matrix.Select((row, index) => (byte[])[.. row, .. Unit(size, index)])];
        for (int column = 0; column < size; column++)
        {
            int pivot = column;
            while (work[pivot][column] == 0)
            {
                pivot++;
            }

            (work[column], work[pivot]) = (work[pivot], work[column]);
            byte[] scaled = new byte[2 * size];
            GaloisField.MultiplyAdd(GaloisField.Invert(work[column][column]), work[column], scaled);
            work[column] = scaled;
            for (int row = 0; row < size; row++)
            {
                if (row != column)
                {
                    GaloisField.MultiplyAdd(work[row][column], scaled, work[row]);
                }
            }
        }

        return [.. work.Select(row => row[size..])];
    }

    private static byte[] Unit(int size, int index)
    {
        byte[] row = new byte[size];
        row[index] = 1;
        return row;
    }
}
