using DaaCompute.Net.Simulation.Engine;
using DaaCompute.Net.Simulation.Links;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Simulation;

/// <summary>The transport of a simulated node: it dials and listens on <c>/memory/N</c>, N being a node's number.</summary>
public sealed class SimulatedTransport : ITransport
{
    /// <summary>A SYN with its options.</summary>
    private const int HandshakeSize = 60;

    /// <summary>Linux's tcp_syn_retries of 6: seven tries in 127 s.</summary>
    private const int MaxTries = 7;

    private readonly SimulatedNetwork _network;
    private readonly SimulatedProcess _process;

    internal SimulatedTransport(SimulatedNetwork network, SimulatedProcess process)
    {
        _network = network;
        _process = process;
    }

    /// <summary><c>simulated</c>.</summary>
    public string Name => "simulated";

    /// <inheritdoc/>
    public bool CanHandle(Multiaddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.WithoutPeer() is { Components: [{ Protocol.Name: "memory" }] };
    }

    /// <inheritdoc/>
    public ValueTask<ITransportListener> ListenAsync(Multiaddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        _network.Loop.CheckThread("a simulated node listened");
        SimulatedNode machine = _process.Machine;
        int number = NumberOf(address);
        if (number != 0 && number != machine.Number)
        {
            throw new TransportException($"{address} is not an address of node {machine.Number}.");
        }

        if (machine.Listener is not null)
        {
            throw new TransportException($"{machine.Address} is listened on already.");
        }

        SimulatedListener listener = new(_process);
        if (_process.IsAlive)
        {
            machine.Listener = listener;
        }

        return new ValueTask<ITransportListener>(listener);
    }

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection> DialAsync(Multiaddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        _network.Loop.CheckThread("a simulated node dialled");
        int number = NumberOf(address);
        if (number < 1 || number > _network.Nodes.Count)
        {
            throw new TransportException($"There is no node at {address}.");
        }

        SimulatedNode target = _network.Nodes[number - 1];
        SimulatedLink forth = _network.Link(_process.Number, number);
        SimulatedLink back = _network.Link(number, _process.Number);
        SimulatedConnection? dialled = null;
        try
        {
            for (int attempt = 0; attempt < MaxTries; attempt++)
            {
                // The first time-out is a second, RFC 6298 (2.1); each later one twice the one before.
                long retryAt = _network.Loop.Now + (TimeSpan.TicksPerSecond << attempt);
                if (await TravelAsync(forth, cancellationToken).ConfigureAwait(false) && target.IsPowered)
                {
                    dialled ??= Knock(target);
                    bool isRefused = dialled is null && target.Listener is null;
                    bool isAnswered = dialled is not null || isRefused;
                    if (isAnswered && await TravelAsync(back, cancellationToken).ConfigureAwait(false))
                    {
                        ITransportConnection established = dialled
                            ?? throw new TransportException($"{address} refused the connection.");
                        _network.Loop.Trace.Append(TraceKind.Connect, _process.Number, number, dialled.Number);
                        dialled = null;
                        return established;
                    }
                }

                await _process.SleepAsync(retryAt - _network.Loop.Now, cancellationToken).ConfigureAwait(false);
            }

            throw new TransportException($"Nobody answers at {address}: {MaxTries} tries timed out.");
        }
        finally
        {
            if (dialled is not null)
            {
                await dialled.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static int NumberOf(Multiaddress address) =>
        address.WithoutPeer() is { Components: [{ Protocol.Name: "memory", Value: string value }] }
        && int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new TransportException($"{address} is not an address of a simulated node, which is /memory/N.");

    /// <summary>Sets up both ends, where somebody listens and has room; the other process finds its end waiting.</summary>
    private SimulatedConnection? Knock(SimulatedNode target)
    {
        if (target.Listener is not SimulatedListener { IsFull: false } listener)
        {
            return null;
        }

        (SimulatedConnection dialled, SimulatedConnection accepted) =
            SimulatedConnection.CreatePair(_network, _process, listener.Process);
        listener.Enqueue(accepted);
        return dialled;
    }

    /// <summary>Takes a packet over a link.</summary>
    /// <returns>False when it is lost.</returns>
    private async ValueTask<bool> TravelAsync(SimulatedLink link, CancellationToken cancellationToken)
    {
        if (link.Transmit(HandshakeSize) is not long delay)
        {
            return false;
        }

        await _process.SleepAsync(delay, cancellationToken).ConfigureAwait(false);
        return !link.IsCut;
    }
}
