using System.Text.Json.Serialization;

namespace Estate.Adapters.Providers;

/// <summary>What a provider says of an order.</summary>
/// <param name="Stage">In the words of docs/providers.md.</param>
/// <param name="Voice">To be spoken; the text where it is left out.</param>
public sealed record ProviderAnswer(string Stage, ProviderWords Text, ProviderWords? Voice = null);

/// <summary>In both languages.</summary>
public sealed record ProviderWords(string Zh, string En);

/// <summary>An answer as JSON: what is required is there, nothing twice.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ProviderAnswer))]
internal sealed partial class ProviderJson : JsonSerializerContext;
