using System.Diagnostics.CodeAnalysis;
using DaaCompute.Net.Simulation.Links;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Simulation.Peers;

/// <summary>One end of a connection between two simulated peers.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "Its token is handed out for as long as anyone holds the connection; without a timer it holds nothing.")]
internal sealed partial class SimulatedPeerConnection : IPeerConnection, IKernelObject
{
    private readonly SimulatedPeerNetwork _network;
    private readonly CancellationTokenSource _closed = new();
    private readonly List<SimulatedPeerStream> _streams = [];
    private SimulatedPeerConnection _other = null!;
    private PeerPath _path = null!;
    private int _inboundStreams;
    private int _outboundStreams;

    private SimulatedPeerConnection(SimulatedPeerNetwork network, SimulatedPeerNetwork remote, bool isOutbound, long number)
    {
        _network = network;
        RemoteKey = remote.Key;
        RemoteAddress = remote.Process.Machine.Address;
        RemotePeer = new PeerInfo(remote.LocalId, [RemoteAddress]);
        IsOutbound = isOutbound;
        Number = number;
        Established = LastReceived = network.Loop.Now;
        Closed = _closed.Token;
        Process.Add(this);
    }

    /// <summary>The process whose end this is.</summary>
    public SimulatedProcess Process => _network.Process;

    /// <summary>The connection's number, for the trace.</summary>
    public long Number { get; }

    public PeerInfo RemotePeer { get; private set; }

    public PeerPublicKey RemoteKey { get; }

    public Multiaddress RemoteAddress { get; }

    public bool IsOutbound { get; }

    public ProtocolId Security => SimulatedPeerNetwork.Security;

    public bool IsPostQuantum => true;

    public long BytesSent { get; private set; }

    public long BytesReceived { get; private set; }

    public TimeSpan? RoundTripTime { get; private set; }

    public CancellationToken Closed { get; }

    /// <summary>Whether this end takes nothing any more: it was closed or broke, or its process is dead.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The other end.</summary>
    public SimulatedPeerConnection Other => _other;

    public bool IsStepped => _network.Loop.IsStepped;

    /// <summary>When it was set up, in ticks of virtual time.</summary>
    public long Established { get; }

    /// <summary>When anything last came from the peer, in ticks of virtual time.</summary>
    public long LastReceived { get; private set; }

    public static SimulatedPeerConnection CreatePair(SimulatedPeerNetwork dialler, SimulatedPeerNetwork acceptor)
    {
        SimulatedNetwork network = dialler.World;
        long number = network.NextConnection();
        SimulatedPeerConnection near = new(dialler, acceptor, isOutbound: true, number);
        SimulatedPeerConnection far = new(acceptor, dialler, isOutbound: false, number);
        (near._other, near._path) = (far, new PeerPath(network, near, far));
        (far._other, far._path) = (near, new PeerPath(network, far, near));
        return near;
    }

    /// <summary>Whether both ends are up, this one here and the other there: in this life of both processes.</summary>
    public bool Joins(SimulatedPeerNetwork here, SimulatedPeerNetwork there) =>
        _network == here && _other._network == there && !IsOver && !_other.IsOver;

    /// <summary>Sends a frame, unless there is nobody any more who would.</summary>
    public void Send(PeerFrame frame)
    {
        _network.Loop.CheckThread("a simulated peer sent");
        if (IsOver || !Process.IsAlive)
        {
            frame.Release();
            return;
        }

        BytesSent += frame.Size;
        _path.Send(frame);
    }

    /// <summary>Takes a frame that has arrived. The first that comes is proof enough that the connection stands.</summary>
    public void Receive(PeerFrame frame)
    {
        if (IsOver)
        {
            frame.Release();
            return;
        }

        LastReceived = _network.Loop.Now;
        BytesReceived += frame.Size;
        _network.Register(this);
        switch (frame.Kind)
        {
            case PeerFrameKind.Identify:
                RemotePeer = frame.Peer!;
                _network.Identified(this);
                break;
            case PeerFrameKind.Ping:
                Send(new PeerFrame(PeerFrameKind.Pong));
                break;
            case PeerFrameKind.Pong:
                Answered();
                break;
            case PeerFrameKind.Goodbye:
                Close("The peer said goodbye.", tellsPeer: false);
                break;
            default:
                ReceiveOfStream(frame);
                break;
        }

        frame.Release();
    }

    /// <summary>Ends the connection in good order.</summary>
    public void Close(string? reason, bool tellsPeer)
    {
        if (IsOver)
        {
            return;
        }

        if (tellsPeer)
        {
            Send(new PeerFrame(PeerFrameKind.Goodbye));
        }
        else
        {
            _path.Drop();
        }

        End(reason);
    }

    public void Break(string reason)
    {
        if (!IsOver)
        {
            _path.Drop();
            End($"The connection from {Process.Machine.Address} to {RemoteAddress} broke: {reason}.");
        }
    }

    public void Drop() => _path.Drop();

    public void SendReset()
    {
        if (!_other.IsOver)
        {
            ResetEvent.Send(_network.World, Process, _other.Process, _other, Number);
        }
    }

    private void End(string? reason)
    {
        IsOver = true;
        Process.Remove(this);
        ConnectionClosedException failure = new(reason ?? "The connection was closed by this node.");
        foreach (SimulatedPeerStream stream in _streams.ToArray())
        {
            stream.Fail(failure);
        }

        if (_ping?.TrySetException(failure) == true)
        {
            _ = _ping.Task.Exception;
        }

        _network.Remove(this, reason);
        _ = _closed.CancelAsync();
    }
}
