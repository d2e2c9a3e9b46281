using System.CommandLine;
using DaaCompute.Net.Wire;
using SharpFuzz;

namespace DaaCompute.Net.Fuzz.Commands;

/// <summary><c>daa-fuzz afl</c>: the program that afl-fuzz runs. Each input comes on the standard input.</summary>
internal static class AflCommand
{
    // afl-fuzz makes no longer input unless told otherwise.
    private const int MaxLength = 1 << 20;

    public static Command Create()
    {
        Argument<IFuzzTarget> target = CommonArguments.Target();
        Command command = new("afl", "Serves afl-fuzz; only what 'instrument' changed tells it where an input went.") { target };
        command.SetAction(parsed =>
        {
            IFuzzTarget chosen = parsed.GetRequiredValue(target);
            byte[] buffer = new byte[MaxLength];
            Fuzzer.Run((Stream stream) =>
            {
                // afl-fuzz gives up on a program that reports nothing, as a target does that turns an empty input down itself.
                UnsignedVarint.GetLength(300);
                int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
                TargetRun.Timed(chosen, buffer.AsSpan(0, length));
            });
        });
        return command;
    }
}
