using System.Threading.Channels;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Simulation.Links;

/// <summary>Where a process takes connections.</summary>
internal sealed class SimulatedListener(SimulatedProcess process) : ITransportListener
{
    /// <summary>Connections that wait to be accepted, at most; Linux's SOMAXCONN before 5.4.</summary>
    private const int Backlog = 128;

    private readonly Channel<SimulatedConnection> _accepted = Channel.CreateUnbounded<SimulatedConnection>();
    private int _waiting;

    public Multiaddress LocalAddress => process.Machine.Address;

    public bool IsFull => _waiting >= Backlog;

    public SimulatedProcess Process => process;

    /// <summary>Hands over a connection; when the process is frozen, it finds it later.</summary>
    public void Enqueue(SimulatedConnection connection)
    {
        _waiting++;
        process.Post(() => _accepted.Writer.TryWrite(connection));
    }

    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_accepted.Reader.TryRead(out SimulatedConnection? connection))
            {
                _waiting--;
                return connection;
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process.IsAlive && process.Machine.Listener == this)
        {
            process.Machine.Listener = null;
        }

        _accepted.Writer.TryComplete();
        while (_accepted.Reader.TryRead(out SimulatedConnection? connection))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
