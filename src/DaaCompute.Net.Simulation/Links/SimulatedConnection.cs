using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Simulation.Links;

/// <summary>One end of a connection between two nodes.</summary>
internal sealed class SimulatedConnection : ITransportConnection, IKernelObject
{
    private readonly SimulatedNetwork _network;
    private SimulatedConnection _other = null!;
    private SimulatedPipe _outgoing = null!;
    private SimulatedPipe _incoming = null!;
    private string? _broken;
    private bool _disposed;

    private SimulatedConnection(
        SimulatedNetwork network, SimulatedProcess process, Multiaddress remoteAddress, long number)
    {
        _network = network;
        Process = process;
        Number = number;
        LocalAddress = process.Machine.Address;
        RemoteAddress = remoteAddress;
        process.Add(this);
    }

    public SimulatedProcess Process { get; }

    /// <summary>The connection's number, for the trace.</summary>
    public long Number { get; }

    public Multiaddress LocalAddress { get; }

    public Multiaddress RemoteAddress { get; }

    /// <summary>Whether this end no longer takes anything: it broke, was disposed, or its process is dead.</summary>
    public bool IsOver => _disposed || _broken is not null || !Process.IsAlive;

    public static (SimulatedConnection Dialled, SimulatedConnection Accepted) CreatePair(
        SimulatedNetwork network, SimulatedProcess dialler, SimulatedProcess acceptor)
    {
        long number = network.NextConnection();
        SimulatedConnection dialled = new(network, dialler, acceptor.Machine.Address, number);
        SimulatedConnection accepted = new(network, acceptor, dialler.Machine.Address, number);
        SimulatedPipe forth = new(network, dialled, accepted);
        SimulatedPipe back = new(network, accepted, dialled);
        (dialled._other, dialled._outgoing, dialled._incoming) = (accepted, forth, back);
        (accepted._other, accepted._outgoing, accepted._incoming) = (dialled, back, forth);
        return (dialled, accepted);
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            await CheckUsableAsync().ConfigureAwait(false);
            if (_incoming.Read(buffer.Span) is int count)
            {
                return count;
            }

            await _incoming.Arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            await CheckUsableAsync().ConfigureAwait(false);
            buffer = buffer[_outgoing.Write(buffer.Span)..];
            if (buffer.IsEmpty)
            {
                return;
            }

            await _outgoing.Room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask CloseOutputAsync(CancellationToken cancellationToken)
    {
        await CheckUsableAsync().ConfigureAwait(false);
        _outgoing.Finish();
    }

    /// <summary>Closes as a kernel does: what was sent still goes out, but bytes nobody has read turn it into a reset.</summary>
    public ValueTask DisposeAsync()
    {
        if (_disposed || !Process.IsAlive)
        {
            return ValueTask.CompletedTask;
        }

        _disposed = true;
        Process.Remove(this);
        if (_broken is null)
        {
            if (_incoming.HasUnread)
            {
                _outgoing.DropUnderWay();
                SendReset();
            }
            else
            {
                _outgoing.Finish();
                _outgoing.Room.Set();
            }

            _incoming.DropArrived();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the connection at this end, whose users learn why.</summary>
    public void Break(string reason)
    {
        if (!IsOver)
        {
            _broken = reason;
            Process.Remove(this);
            _incoming.DropArrived();
        }

        _outgoing.DropUnderWay();
    }

    public void SendReset()
    {
        if (!_other.IsOver)
        {
            ResetEvent.Send(_network, Process, _other.Process, _other, Number);
        }
    }

    public void Drop() => _outgoing.DropUnderWay();

    private ValueTask CheckUsableAsync()
    {
        _network.Loop.CheckThread("a simulated connection was used");
        if (!Process.IsAlive)
        {
            return new ValueTask(Process.NeverAsync());
        }

        ObjectDisposedException.ThrowIf(_disposed, this);
        return _broken is null
            ? ValueTask.CompletedTask
            : throw new TransportException($"The connection from {LocalAddress} to {RemoteAddress} broke: {_broken}.");
    }
}
