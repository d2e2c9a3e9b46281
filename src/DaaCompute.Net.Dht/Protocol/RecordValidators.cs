using System.Diagnostics.CodeAnalysis;

namespace DaaCompute.Net.Dht.Protocol;

/// <summary>The validators by namespace. A value without one is neither stored nor sent nor believed.</summary>
internal sealed class RecordValidators
{
    private readonly SortedDictionary<string, IRecordValidator> _byNamespace = new(StringComparer.Ordinal);
    private readonly int _maxValueLength;

    /// <summary>Takes the validators; of two for one namespace the later wins, so that a host can replace a built-in one.</summary>
    public RecordValidators(IEnumerable<IRecordValidator> validators, int maxValueLength)
    {
        _maxValueLength = maxValueLength;
        foreach (IRecordValidator validator in validators)
        {
            _byNamespace[validator.Namespace] = validator;
        }
    }

    public bool IsValid(ContentKey key, ReadOnlySpan<byte> value) =>
        value.Length <= _maxValueLength && TryFind(key, out IRecordValidator? validator) && validator.Validate(key, value);

    /// <summary>Whether one valid value is to replace another.</summary>
    public bool IsBetter(ContentKey key, ReadOnlyMemory<byte> value, ReadOnlyMemory<byte> known) =>
        !value.Span.SequenceEqual(known.Span)
        && TryFind(key, out IRecordValidator? validator)
        && validator.Select(key, [known, value]) == 1;

    /// <summary>Checks a key of this node's own choice.</summary>
    /// <exception cref="RecordRejectedException">Its namespace has no validator.</exception>
    public void Demand(ContentKey key)
    {
        if (!TryFind(key, out _))
        {
            throw new RecordRejectedException(
                key,
                NamespaceOf(key) is string name
                    ? $"The namespace /{name}/ has no validator. Register an IRecordValidator for '{name}'."
                    : "The key has no namespace. A value's key begins with one, such as /pk/.");
        }
    }

    /// <summary>Checks a value of this node's own.</summary>
    /// <exception cref="RecordRejectedException">Its validator refuses it, or it is too long.</exception>
    public void Demand(ContentKey key, ReadOnlySpan<byte> value)
    {
        Demand(key);
        if (value.Length > _maxValueLength)
        {
            throw new RecordRejectedException(
                key, $"A value has at most {_maxValueLength} bytes (DaaCompute:Dht:MaxValueBytes), not {value.Length}.");
        }

        if (!IsValid(key, value))
        {
            throw new RecordRejectedException(key, $"The validator of /{NamespaceOf(key)}/ refuses the value.");
        }
    }

    private bool TryFind(ContentKey key, [NotNullWhen(true)] out IRecordValidator? validator)
    {
        validator = null;
        return NamespaceOf(key) is string name && _byNamespace.TryGetValue(name, out validator);
    }

    /// <summary>What stands between the first two slashes; at least one byte must follow.</summary>
    private static string? NamespaceOf(ContentKey key)
    {
        ReadOnlySpan<byte> bytes = key.Bytes.Span;
        if (bytes.IsEmpty || bytes[0] != '/')
        {
            return null;
        }

        int length = bytes[1..].IndexOf((byte)'/');
        ReadOnlySpan<byte> name = length > 0 && bytes.Length > length + 2 ? bytes.Slice(1, length) : default;
        return name.IsEmpty || name.ContainsAnyExceptInRange((byte)'!', (byte)'~')
            ? null
            : System.Text.Encoding.ASCII.GetString(name);
    }
}
