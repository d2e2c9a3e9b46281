namespace DaaCompute.Net.Crypto.Hashing;

/// <summary>The widest code path of BLAKE3 to use; narrower ones serve what is left over.</summary>
internal enum Blake3Path
{
    /// <summary>Integer registers only; the one path for big-endian machines.</summary>
    Scalar = 0,

    /// <summary>Four lanes (SSSE3, AdvSimd).</summary>
    Vector128 = 1,

    /// <summary>Eight lanes (AVX2; with AVX-512VL its rotations and its 32 registers).</summary>
    Vector256 = 2,
}
