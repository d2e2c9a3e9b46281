using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DaaCompute.Net.Benchmarks.Crypto;

/// <summary>Two ends of .NET's TLS 1.3, each with a P-256 certificate, over a pipe in memory.</summary>
internal sealed class TlsPair : IDisposable
{
    private readonly X509Certificate2 _client = MakeCertificate("client");
    private readonly X509Certificate2 _server = MakeCertificate("server");

    private TlsPair()
    {
    }

    public static TlsPair Create() => new();

    public async Task HandshakeAsync()
    {
        Pipe toServer = new();
        Pipe toClient = new();
        await using SslStream client = new(new PipeStream(toClient.Reader, toServer.Writer));
        await using SslStream server = new(new PipeStream(toServer.Reader, toClient.Writer));
        Task accepted = server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = _server,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => IsExpected(certificate, _client),
        });
        await client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "server",
            ClientCertificates = [_client],
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => IsExpected(certificate, _server),
        });
        await accepted;
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private static bool IsExpected(X509Certificate? actual, X509Certificate2 expected) =>
        actual is not null && actual.GetCertHash().AsSpan().SequenceEqual(expected.GetCertHash());

    private static X509Certificate2 MakeCertificate(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }
}
