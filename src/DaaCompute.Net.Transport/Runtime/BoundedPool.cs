namespace DaaCompute.Net.Transport.Runtime;

/// <summary>Keeps up to a number of things for reuse, the warmest first.</summary>
internal sealed class BoundedPool<T>(int capacity, Func<T> create)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly T[] _items = new T[capacity];
    private int _count;

    public T Rent()
    {
        lock (_lock)
        {
            if (_count > 0)
            {
                T item = _items[--_count];
                _items[_count] = null!;
                return item;
            }
        }

        return create();
    }

    /// <summary>Takes a thing back; above the capacity it is left to the collector.</summary>
    public void Return(T item)
    {
        lock (_lock)
        {
            if (_count < _items.Length)
            {
                _items[_count++] = item;
            }
        }
    }
}
