using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DaaCompute.Net.Transport;
using DaaCompute.Net.Transport.Runtime;
using DaaCompute.Net.Transport.Tcp;

namespace DaaCompute.Net.Scenarios.SecureLink;

/// <summary>Makes the links that are compared: ours, TLS 1.3 and bare TCP, all over loopback sockets.</summary>
internal sealed class Links : IDisposable
{
    private static readonly UnlimitedMemory Memory = new();

    private readonly OwnNode _dialer = new();
    private readonly OwnNode _listener = new();
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private readonly TcpTransport _transport = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private ITransportListener? _transportListener;

    public Links()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();
    }

    public async Task<Link> OwnAsync()
    {
        (IMultiplexedConnection near, IMultiplexedConnection far) = await OwnConnectionsAsync();
        IMultiplexedStream nearStream = await near.OpenStreamAsync(default);
        await nearStream.Output.WriteAsync(new byte[1]);
        IMultiplexedStream farStream = (await far.AcceptStreamAsync(default))!;
        MultiplexedEnd farEnd = new(farStream);
        await farEnd.ReadAsync(default);
        return new Link("daa", new MultiplexedEnd(nearStream), farEnd, near, far);
    }

    public async Task<(IMultiplexedConnection Near, IMultiplexedConnection Far)> OwnConnectionsAsync()
    {
        _transportListener ??= await _transport.ListenAsync(Multiaddress.Parse("/ip4/127.0.0.1/tcp/0"), default);
        Task<ITransportConnection?> accepting = _transportListener.AcceptAsync(default).AsTask();
        ITransportConnection dialled = await _transport.DialAsync(_transportListener.LocalAddress, default);
        Task<IMultiplexedConnection> inbound = _listener.Upgrader
            .UpgradeInboundAsync((await accepting)!, Memory, default).AsTask();
        IMultiplexedConnection near = await _dialer.Upgrader
            .UpgradeOutboundAsync(dialled, _listener.PeerId, Memory, default);
        return (near, await inbound);
    }

    public async Task<Link> TcpAsync()
    {
        (NetworkStream near, NetworkStream far) = await SocketsAsync();
        return new Link("tcp", new StreamEnd(near), new StreamEnd(far), near, far);
    }

    public async Task<Link> TlsAsync()
    {
        (NetworkStream near, NetworkStream far) = await SocketsAsync();
        SslStream client = new(near);
        SslStream server = new(far);
        Task serving = server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificate,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13,
            CipherSuitesPolicy = ChaCha,
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = IsExpected,
        });
        await client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "peer",
            ClientCertificates = [_certificate],
            EnabledSslProtocols = SslProtocols.Tls13,
            CipherSuitesPolicy = ChaCha,
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = IsExpected,
        });
        await serving;
        return new Link("tls", new StreamEnd(client), new StreamEnd(server), client, server);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _certificate.Dispose();
    }

    // Windows chooses suites by policy of the machine, not of the program.
    private static CipherSuitesPolicy? ChaCha { get; } = OperatingSystem.IsWindows() ? null : new([TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256]);

    private static X509Certificate2 MakeCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=peer", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    // Peers of a network know each other by their keys; so does the TLS that ours is compared with.
    private bool IsExpected(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate is not null && certificate.GetPublicKey().AsSpan().SequenceEqual(_certificate.GetPublicKey());

    private async Task<(NetworkStream Near, NetworkStream Far)> SocketsAsync()
    {
        Socket near = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Task<Socket> accepting = _socket.AcceptAsync();
        await near.ConnectAsync(_socket.LocalEndPoint!);
        Socket far = await accepting;
        far.NoDelay = true;
        return (new NetworkStream(near, ownsSocket: true), new NetworkStream(far, ownsSocket: true));
    }
}
