namespace DaaCompute.Net.Topology.AllReduce;

/// <summary>
/// Shortens a round trip through all members: 2-opt and Or-opt until neither helps, then a double bridge, and again.
/// </summary>
/// <remarks>
/// Sources: Croes (1958), Or (1976); Martin, Otto and Felten (1991) for the double bridge. Costs have a direction; sums along
/// the tour, kept in both directions, price the turning round of a segment in constant time. Only edges that cost
/// something are worth a look, so that a tour without bad edges is found in a few looks where most edges are free.
/// </remarks>
internal sealed class TourSearch
{
    private const int LongestSegment = 3;
    private const double Gain = 1e-9;

    private readonly double[] _cost;
    private readonly int _size;
    private readonly TourRandom _random;
    private readonly double[] _forward;
    private readonly double[] _backward;
    private int[] _tour;

    /// <param name="cost">The cost of going from one member to another, row by row.</param>
    /// <param name="tour">Where to begin.</param>
    /// <param name="random">Where to put double bridges.</param>
    public TourSearch(double[] cost, int[] tour, TourRandom random)
    {
        _cost = cost;
        _size = tour.Length;
        _tour = [.. tour];
        _random = random;
        _forward = new double[_size + 1];
        _backward = new double[_size + 1];
    }

    /// <summary>Searches until the tour costs no more than a target, or a number of double bridges is used up.</summary>
    /// <returns>The best tour and its cost.</returns>
    public (int[] Tour, double Cost) Run(double target, int bridges)
    {
        double best = Descend();
        int[] kept = [.. _tour];
        for (int bridge = 0; bridge < bridges && best > target && _size >= 8; bridge++)
        {
            Bridge();
            double cost = Descend();
            if (cost <= best)
            {
                best = cost;
                _tour.CopyTo(kept, 0);
            }
            else
            {
                kept.CopyTo(_tour, 0);
            }
        }

        return (kept, best);
    }

    private double Edge(int from, int to) => _cost[(_tour[from] * _size) + _tour[to == _size ? 0 : to]];

    private double Cost(int from, int to) => _cost[(_tour[from == _size ? 0 : from] * _size) + _tour[to == _size ? 0 : to]];

    /// <summary>Sums up the tour in both directions: <c>_forward[i]</c> is the way from place 0 to place i.</summary>
    private double Sum()
    {
        for (int place = 0; place < _size; place++)
        {
            _forward[place + 1] = _forward[place] + Edge(place, place + 1);
            _backward[place + 1] = _backward[place] + Cost(place + 1, place);
        }

        return _forward[_size];
    }

    private double Descend()
    {
        double cost = Sum();
        bool isBetter = true;
        while (isBetter)
        {
            isBetter = false;
            for (int place = 0; place < _size; place++)
            {
                while (Edge(place, place + 1) > 0 && (TryTurn(place) || TryMove(place)))
                {
                    cost = Sum();
                    isBetter = true;
                }
            }
        }

        return cost;
    }

    /// <summary>2-opt: turns a segment round that begins or ends at an edge.</summary>
    private bool TryTurn(int place)
    {
        for (int other = 0; other < _size; other++)
        {
            (int low, int high) = place < other ? (place, other) : (other, place);
            if (high - low < 2)
            {
                continue;
            }

            // The segment from low + 1 to high is turned round.
            double before = Edge(low, low + 1) + (_forward[high] - _forward[low + 1]) + Edge(high, high + 1);
            double after = Cost(low, high) + (_backward[high] - _backward[low + 1]) + Cost(low + 1, high + 1);
            if (after < before - Gain)
            {
                Array.Reverse(_tour, low + 1, high - low);
                return true;
            }
        }

        return false;
    }

    /// <summary>Or-opt: moves up to three members, beginning after an edge, or that end before it, elsewhere.</summary>
    private bool TryMove(int place)
    {
        for (int length = 1; length <= Math.Min(LongestSegment, _size - 3); length++)
        {
            if (TryMove(place + 1, length) || TryMove(place - length + 1, length))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryMove(int first, int length)
    {
        // Turned so that the segment stands at the front, places do not wrap round.
        int start = ((first % _size) + _size) % _size;
        int[] order = [.. _tour[start..], .. _tour[..start]];
        int head = order[0];
        int tail = order[length - 1];
        int before = order[^1];
        int after = order[length];
        double freed = At(before, head) + At(tail, after) - At(before, after);
        double inner = 0;
        double turned = 0;
        for (int place = 0; place < length - 1; place++)
        {
            inner += At(order[place], order[place + 1]);
            turned += At(order[place + 1], order[place]);
        }

        for (int place = length; place < _size - 1; place++)
        {
            int left = order[place];
            int right = order[place + 1];
            double straight = At(left, head) + At(tail, right) - At(left, right);
            double reversed = At(left, tail) + At(head, right) - At(left, right) + turned - inner;
            if (Math.Min(straight, reversed) < freed - Gain)
            {
                Insert(order, length, place, reversed < straight);
                return true;
            }
        }

        return false;
    }

    private double At(int from, int to) => _cost[(from * _size) + to];

    private void Insert(int[] order, int length, int place, bool isReversed)
    {
        int[] segment = order[..length];
        if (isReversed)
        {
            Array.Reverse(segment);
        }

        _tour = [.. order[length..(place + 1)], .. segment, .. order[(place + 1)..]];
    }

    /// <summary>Cuts the tour into four and joins them in another order, which no 2-opt or Or-opt undoes.</summary>
    private void Bridge()
    {
        // Near each other, so that most of what was found stays.
        int reach = Math.Min(_size, 50);
        int start = _random.Next(_size);
        int[] order = [.. _tour[start..], .. _tour[..start]];
        int one = 1 + _random.Next(reach - 3);
        int two = one + 1 + _random.Next(reach - one - 2);
        int three = two + 1 + _random.Next(reach - two - 1);
        _tour = [.. order[..one], .. order[two..three], .. order[one..two], .. order[three..]];
    }
}
