using DaaCompute.Net.Gossip.Diagnostics;
using DaaCompute.Net.Gossip.Protocol;
using DaaCompute.Net.Gossip.Wire;
using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Gossip.Runtime;

/// <summary>
/// Checks messages: first the signature, on a bounded number of workers, then the host's validators, all at once. Bounded
/// per topic, in number and in bytes; idle, it holds no task.
/// </summary>
internal sealed class ValidationPipeline
{
    private readonly Lock _lock = new();
    private readonly Queue<(PeerId From, InboundMessage Message)> _waiting = new();
    private readonly Dictionary<string, int> _perTopic = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IGossipValidator[]> _validators;
    private readonly GossipOptions _options;
    private readonly MessagePolicies _policies;
    private readonly GossipMetrics _metrics;
    private readonly ILogger _log;
    private readonly Action<InboundMessage, ValidationOutcome> _concluded;
    private readonly CancellationToken _stop;
    private readonly int _maxWorkers;
    private int _workers;
    private int _count;
    private long _bytes;

    public ValidationPipeline(
        GossipOptions options,
        MessagePolicies policies,
        IEnumerable<IGossipValidator> validators,
        GossipMetrics metrics,
        ILogger log,
        Action<InboundMessage, ValidationOutcome> concluded,
        CancellationToken stop)
    {
        _options = options;
        _policies = policies;
        _validators = validators.GroupBy(one => one.Topic.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        _metrics = metrics;
        _log = log;
        _concluded = concluded;
        _stop = stop;
        _maxWorkers = options.SignatureWorkers > 0 ? options.SignatureWorkers : Environment.ProcessorCount;
    }

    /// <summary>How many messages are being validated.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>Begins to validate a message; false when too many are under way.</summary>
    public bool TryStart(PeerId from, InboundMessage message)
    {
        lock (_lock)
        {
            int inTopic = _perTopic.GetValueOrDefault(message.Topic);
            bool isFull = _count >= _options.MaxValidations
                || inTopic >= _options.MaxTopicValidations
                || (_count > 0 && _bytes + message.Message.DataLength > _options.MaxValidationBytes);
            if (isFull)
            {
                _metrics.Validated(ValidationOutcome.Throttled);
                return false;
            }

            _count++;
            _bytes += message.Message.DataLength;
            _perTopic[message.Topic] = inTopic + 1;
            _waiting.Enqueue((from, message));
            if (_workers < _maxWorkers)
            {
                _workers++;
                _ = Task.Run(Work);
            }

            return true;
        }
    }

    private void Work()
    {
        while (true)
        {
            (PeerId From, InboundMessage Message) next;
            lock (_lock)
            {
                if (_stop.IsCancellationRequested || !_waiting.TryDequeue(out next))
                {
                    _workers--;
                    return;
                }
            }

            ValidationOutcome outcome = Open(next.From, next.Message);
            if (outcome == ValidationOutcome.Accepted
                && _validators.TryGetValue(next.Message.Topic, out IGossipValidator[]? validators))
            {
                _ = AskAsync(validators, next.From, next.Message);
            }
            else
            {
                Conclude(next.From, next.Message, outcome);
            }
        }
    }

    private ValidationOutcome Open(PeerId from, InboundMessage message)
    {
        try
        {
            return _policies.Of(message.Topic).Open(message, from);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A verifier of the host's failed: the worker must go on, and nobody is to blame for the message.
            GossipLog.ValidatorFailed(_log, exception, message.Topic);
            return ValidationOutcome.Ignored;
        }
    }

    private async Task AskAsync(IGossipValidator[] validators, PeerId from, InboundMessage message)
    {
        // The worker goes on with the next signature while the host thinks.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        ValidationOutcome outcome = ValidationOutcome.Accepted;
        try
        {
            foreach (IGossipValidator validator in validators)
            {
                MessageVerdict verdict = await validator.ValidateAsync(message.Content!, _stop).ConfigureAwait(false);
                outcome = verdict switch
                {
                    MessageVerdict.Accept => ValidationOutcome.Accepted,
                    MessageVerdict.Reject => ValidationOutcome.Rejected,
                    _ => ValidationOutcome.Ignored,
                };
                if (outcome != ValidationOutcome.Accepted)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            outcome = ValidationOutcome.Ignored;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The host's code failed: nobody is to blame for the message.
            GossipLog.ValidatorFailed(_log, exception, message.Topic);
            outcome = ValidationOutcome.Ignored;
        }

        Conclude(from, message, outcome);
    }

    private void Conclude(PeerId from, InboundMessage message, ValidationOutcome outcome)
    {
        lock (_lock)
        {
            _count--;
            _bytes -= message.Message.DataLength;
            int left = _perTopic[message.Topic] - 1;
            if (left == 0)
            {
                _perTopic.Remove(message.Topic);
            }
            else
            {
                _perTopic[message.Topic] = left;
            }
        }

        _metrics.Validated(outcome);
        if (outcome != ValidationOutcome.Accepted && _log.IsEnabled(LogLevel.Debug))
        {
            GossipLog.MessageDropped(_log, message.Topic, from, outcome.ToString());
        }

        _concluded(message, outcome);
    }
}
