using System.Buffers;
using System.IO.Pipelines;
using DaaCompute.Net.Transport;

namespace DaaCompute.Net.Topology.Runtime;

/// <summary>Reads what a peer sends until it closes its side.</summary>
internal static class BoundedRead
{
    /// <exception cref="ProtocolViolationException">The peer sends more than it may.</exception>
    public static async ValueTask<byte[]> ToEndAsync(PipeReader input, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.Length > limit)
            {
                throw new ProtocolViolationException($"A message is longer than {limit} bytes.");
            }

            if (read.IsCompleted)
            {
                byte[] message = read.Buffer.ToArray();
                input.AdvanceTo(read.Buffer.End);
                return message;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
