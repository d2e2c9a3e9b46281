using DaaCompute.Net.Simulation.Engine;
using DaaCompute.Net.Simulation.Links;
using DaaCompute.Net.Simulation.Storage;
using DaaCompute.Net.Storage;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Simulation;

/// <summary>One run of a node's program, from its start to its crash: all that the program may touch of the world.</summary>
/// <remarks>
/// A dead process leaves no trace: its timers never fire again, its calls never return. A frozen one finds everything
/// that it missed when it thaws, in order.
/// </remarks>
public sealed class SimulatedProcess : IEventGate
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly SimulationLoop _loop;
    private readonly List<ScheduledEvent> _held = [];
    private readonly List<IKernelObject> _connections = [];

    internal SimulatedProcess(SimulatedNetwork network, SimulatedNode machine, SeededEntropySource entropy)
    {
        _loop = network.Loop;
        World = network;
        Machine = machine;
        Entropy = entropy;
        Time = new NodeTimeProvider(_loop, this, machine.Clock);
        Transport = new SimulatedTransport(network, this);
        StateStore = new SimulatedStateStore(this, machine.Disk);
        GuardFile = new SimulatedGuardFile(this, machine.Disk);
    }

    /// <summary>The node that it runs on.</summary>
    public SimulatedNode Machine { get; }

    /// <summary>The node's number.</summary>
    public int Number => Machine.Number;

    /// <summary>The time as this machine sees it.</summary>
    public TimeProvider Time { get; }

    /// <summary>Randomness of this process alone.</summary>
    public IEntropySource Entropy { get; }

    /// <summary>The way to other nodes.</summary>
    public ITransport Transport { get; }

    /// <summary>The machine's disk. What was committed survives the process.</summary>
    public IStateStore StateStore { get; }

    /// <summary>The guard file on the machine's disk.</summary>
    public IGuardFile GuardFile { get; }

    /// <summary>Whether it has not crashed.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Whether it stands still for now.</summary>
    public bool IsFrozen { get; private set; }

    internal SimulatedNetwork World { get; }

    int IEventGate.Node => Number;

    bool IEventGate.Admit(ScheduledEvent scheduled)
    {
        if (IsAlive && IsFrozen)
        {
            _held.Add(scheduled);
        }

        return IsAlive && !IsFrozen;
    }

    /// <summary>Wakes the program: now, after the thaw, or never.</summary>
    internal void Post(Action action)
    {
        if (!IsAlive)
        {
            return;
        }

        if (IsFrozen)
        {
            _held.Add(new CallbackEvent(this, action));
        }
        else
        {
            action();
        }
    }

    /// <summary>
    /// Waits for true time to pass, to the tick; <see cref="Task.Delay(TimeSpan, TimeProvider)"/> cuts to milliseconds.
    /// </summary>
    internal Task SleepAsync(long ticks, CancellationToken cancellationToken)
    {
        AsyncSignal end = new(_loop.IsStepped);
        _loop.Schedule(new CallbackEvent(this, end.Wake), _loop.Now + ticks);
        return end.WaitAsync(cancellationToken);
    }

    /// <summary>What a dead process waits for.</summary>
    internal Task NeverAsync() => IsAlive ? Task.CompletedTask : Never;

    internal void Add(IKernelObject connection) => _connections.Add(connection);

    internal void Remove(IKernelObject connection) => _connections.Remove(connection);

    internal void Freeze() => IsFrozen = true;

    internal void Thaw()
    {
        IsFrozen = false;
        foreach (ScheduledEvent held in _held)
        {
            _loop.Schedule(held, _loop.Now);
        }

        _held.Clear();
    }

    /// <summary>Ends it where it stands.</summary>
    /// <param name="sayReset">Whether the machine's kernel lives on and resets its connections.</param>
    internal void Kill(bool sayReset)
    {
        IsAlive = false;
        _held.Clear();
        foreach (IKernelObject connection in _connections)
        {
            connection.Drop();
            if (sayReset)
            {
                connection.SendReset();
            }
        }

        _connections.Clear();
    }
}
