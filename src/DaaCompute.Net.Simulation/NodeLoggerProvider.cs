using Microsoft.Extensions.Logging;

namespace DaaCompute.Net.Simulation;

/// <summary>Sends what a node logs to whoever listens to the simulation.</summary>
internal sealed class NodeLoggerProvider(SimulatedNode node) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new NodeLogger(node);

    public void Dispose()
    {
        // Owns nothing.
    }

    private sealed class NodeLogger(SimulatedNode node) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            string cause = exception is null ? string.Empty : $" ({exception.GetType().Name}: {exception.Message})";
            node.Trace.AppendLog(node.Number, $"{logLevel} {formatter(state, exception)}{cause}");
        }
    }
}
