namespace DaaCompute.Net.InteropTests;

/// <summary>A fact that needs a js-libp2p peer, and is skipped, with the reason, where Node.js or its modules are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class JsFactAttribute : FactAttribute
{
    public JsFactAttribute() => Skip = JsRuntime.Missing;
}
