using System.Text.Json.Serialization;
using TrainTogether.Workers;

namespace TrainTogether;

/// <summary>How this program reads and writes JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkerEvent))]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class JsonContext : JsonSerializerContext;
