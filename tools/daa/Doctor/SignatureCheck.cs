using DaaCompute.Net.Crypto;
using Microsoft.Extensions.DependencyInjection;

namespace DaaCompute.Net.CommandLine.Doctor;

/// <summary>A signature verifies, and no longer does when the data, the context or the signature changes.</summary>
internal sealed class SignatureCheck : ICheck
{
    public string Name => "signatures";

    public string Fix => "Set DaaCompute:Crypto:Signatures to BouncyCastle, which runs everywhere.";

    public async Task<CheckResult> ExamineAsync(CancellationToken cancellationToken)
    {
        await using ServiceProvider services = new DaaComputeNetworkBuilder().Services.BuildServiceProvider();
        INodeIdentity identity = services.GetRequiredService<INodeIdentity>();
        ISignatureVerifier verifier = services.GetRequiredService<ISignatureVerifier>();
        byte[] data = "what is signed"u8.ToArray();
        byte[] signature = new byte[identity.SignatureSize];
        identity.Sign(data, "daa-doctor"u8, signature);
        bool accepts = verifier.Verify(identity.PublicKey, data, "daa-doctor"u8, signature);
        bool refuses = !verifier.Verify(identity.PublicKey, data, "daa-other"u8, signature)
            && !verifier.Verify(identity.PublicKey, data.AsSpan(1), "daa-doctor"u8, signature);
        signature[0] ^= 1;
        refuses &= !verifier.Verify(identity.PublicKey, data, "daa-doctor"u8, signature);
        return accepts && refuses
            ? new CheckResult(Name, Ok: true, $"{identity.PublicKey.Type} signs, verifies and refuses what was changed")
            : new CheckResult(Name, Ok: false, $"{identity.PublicKey.Type} computes wrongly (accepts: {accepts}, refuses: {refuses})", Fix);
    }
}
